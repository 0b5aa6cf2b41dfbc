import { type LedgerEvent, type OrganizationId, type WebhookId, makeWebhookId } from '@keyledger/domain';
import { beforeEach, expect, test } from 'vitest';
import { LedgerScript } from '../../../test/model/ledger-script.ts';

let script: LedgerScript;
let acme: OrganizationId;

beforeEach(() => {
  script = new LedgerScript();
  acme = script.organization('acme');
});

let serial = 0;
function webhook(digestKeyId: string): WebhookId {
  const id = makeWebhookId(script.now, new Uint8Array(10).fill(++serial));
  const event: LedgerEvent = {
    type: 'webhook.created',
    organizationId: acme,
    url: 'https://hooks.example.com/',
    kinds: ['key.unused'],
    digestKeyId,
    description: '',
  };
  script.append(id, 0, event);
  return id;
}

const active = (): string[] => [...script.directory.activeWebhooks()].map(({ id }) => id);

test('a webhook that was removed is not told anything, and does not count', () => {
  const [first, second] = [webhook('k1'), webhook('k1')];
  expect(active()).toEqual([first, second]);
  expect(script.directory.webhookCount(acme)).toBe(2);
  script.append(first, null, { type: 'webhook.removed' });
  expect(active()).toEqual([second]);
  expect(script.directory.webhookCount(acme)).toBe(1);
  expect(script.directory.webhook(first)?.state.removed).toBe(true);
});

test('a digest key is needed while a webhook that is not removed has its secret from it, and tells no key by that', () => {
  const [first, second] = [webhook('k1'), webhook('k1')];
  script.append(first, null, { type: 'webhook.removed' });
  expect([...script.directory.digestKeyIds]).toEqual(['k1']);
  expect([...script.directory.secretDigestKeyIds]).toEqual([]);
  script.append(second, null, { type: 'webhook.removed' });
  expect([...script.directory.digestKeyIds]).toEqual([]);
});

test('where an event of a later version was met, about a webhook or its organization, nobody is told anything', () => {
  const [first, second] = [webhook('k1'), webhook('k1')];
  script.append(first, 1, { type: 'unknown' });
  expect(active()).toEqual([second]);
  script.append(acme, 1, { type: 'unknown' });
  expect(active()).toEqual([]);
});
