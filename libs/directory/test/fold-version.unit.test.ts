import { createHash } from 'node:crypto';
import { Directory } from '@keyledger/directory';
import {
  type LedgerEvent,
  type LedgerEventType,
  type RateLimit,
  makeMemberId,
  makeTokenId,
  makeWebhookId,
  positionAt,
} from '@keyledger/domain';
import { expect, it } from 'vitest';
import { LedgerScript } from '../../../test/model/ledger-script.ts';
import { FOLD_VERSION } from '../src/fold-version.ts';

/**
 * What the sample log comes to, by the version of the fold. A new state needs a new version here and in the source; so
 * does a new kind of event: who did not know it has blocked what it was about.
 */
const STATES: Readonly<Record<number, string>> = {
  7: '648575a51a884a18a970188b21c6036e156df8ed63d1e3162a9157c036a7d771',
};

const LIMITS: RateLimit = { perHour: 10, burst: 2, overage: true };

const KINDS = Object.keys({
  'ledger.opened': true,
  'ledger.max_hold_changed': true,
  'ledger.epoch_opened': true,
  'organization.created': true,
  'organization.updated': true,
  'organization.paused': true,
  'organization.resumed': true,
  'key.created': true,
  'key.updated': true,
  'key.rotated': true,
  'key.rotation_finished': true,
  'key.paused': true,
  'key.resumed': true,
  'key.revoked': true,
  'token.created': true,
  'token.revoked': true,
  'member.added': true,
  'member.role_changed': true,
  'member.removed': true,
  'webhook.created': true,
  'webhook.removed': true,
  unknown: true,
} satisfies Record<LedgerEventType, true>).toSorted();

/** A log with every kind of event, and with attempts that are void. */
function sampleLog(): LedgerScript {
  const script = new LedgerScript();
  script.append('ledger', 0, { type: 'ledger.opened', ledgerId: 'first', maxHoldMs: 5_000 });
  script.append('ledger', 1, { type: 'ledger.max_hold_changed', maxHoldMs: 60_000 });
  script.append('ledger', 2, { type: 'ledger.max_hold_changed', maxHoldMs: 10_000 });
  script.append('ledger', 3, {
    type: 'ledger.epoch_opened',
    ledgerId: 'second',
    replaces: ['another'],
    longestHoldMs: 90_000,
  });
  const acme = script.organization('acme');
  script.append(acme, 1, { type: 'organization.updated', changes: { routes: ['a'], tier: 'pro', limits: LIMITS } });
  script.append(acme, 2, { type: 'organization.paused' });
  script.append(acme, 3, { type: 'organization.resumed' });
  const [key, other] = [script.key(acme), script.key(acme)];
  script.command(key, { type: 'rotate', overlapMs: 1_000 });
  script.command(key, { type: 'finish_rotation' });
  script.command(key, { type: 'pause' });
  script.command(key, { type: 'resume' });
  for (let scope = 0; scope < 20; scope++) {
    const version = script.directory.key(key)?.version ?? 0;
    const changes = { scopes: [String(scope)], expiresAt: scope, limits: LIMITS };
    script.append(key, version, { type: 'key.updated', changes });
  }
  for (let secret = 0; secret < 20; secret++) script.command(other, { type: 'rotate', overlapMs: 0 });
  script.command(other, { type: 'revoke' });
  const token = makeTokenId(script.now, new Uint8Array(10));
  const granted: LedgerEvent = {
    type: 'token.created',
    organizationId: acme,
    name: 'token',
    role: 'operator',
    expiresAt: 1,
    digest: 'cd'.repeat(32),
    last4: 'abcd',
  };
  script.append(token, 0, granted);
  script.append(token, null, { type: 'token.revoked' });
  script.append(makeTokenId(script.now, new Uint8Array(10).fill(1)), 0, granted);
  const revoked = { kind: 'token', subject: token, address: '' } as const;
  script.append(acme, 4, { type: 'organization.paused' }, revoked);
  for (const [index, role] of (['owner', 'owner', 'driver'] as const).entries()) {
    const member = makeMemberId(script.now, new Uint8Array(10).fill(index));
    script.append(member, 0, { type: 'member.added', organizationId: acme, subject: `member-${role}`, role });
    script.append(member, 1, { type: 'member.role_changed', role: 'operator' });
    script.append(member, 1, { type: 'member.removed' });
    script.append(member, 2, { type: 'member.removed' });
  }
  const webhook = makeWebhookId(script.now, new Uint8Array(10));
  const created = { organizationId: acme, url: 'https://a.example', digestKeyId: 'd1', description: 'd' };
  script.append(webhook, 0, { type: 'webhook.created', kinds: ['key.unused', 'security.events'], ...created });
  script.append(webhook, null, { type: 'webhook.removed' });
  script.append(key, 1, { type: 'key.revoked' });
  script.append(key, script.directory.key(key)?.version ?? 0, { type: 'unknown' });
  return script;
}

it('the version of the fold changes with the kinds of events and the state that a log folds to', () => {
  const { attempts } = sampleLog();
  expect([...new Set(attempts.map(({ event }) => event.type))].toSorted(), 'the log has all kinds').toEqual(KINDS);
  const directory = new Directory();
  attempts.forEach((attempt, index) => directory.fold(positionAt(index), attempt));
  // Also what the hash leaves out: the order, and how a state is written.
  const { aggregates, forgotten } = directory.snapshot();
  const written = createHash('sha256')
    .update(JSON.stringify([KINDS, aggregates, forgotten]))
    .digest('hex');
  expect({ [FOLD_VERSION]: written }).toEqual({ [FOLD_VERSION]: STATES[FOLD_VERSION] });
});
