import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { documents } from './upstream-example.ts';

let url: string;

beforeAll(async () => {
  documents.listen(0, '127.0.0.1');
  await once(documents, 'listening');
  url = `http://127.0.0.1:${String((documents.address() as AddressInfo).port)}/documents`;
});
afterAll(() => void documents.close());

async function ask(id: string, headers: Record<string, string>): Promise<[number, unknown]> {
  const answer = await fetch(`${url}/${id}`, { headers });
  const body = (await answer.json()) as Record<string, unknown>;
  return [answer.status, body['reason_code'] ?? body['title']];
}

const node = (organization: string): Record<string, string> => ({
  'X-Key-Id': 'key_1',
  'X-Organization-Id': organization,
  'X-Key-Kind': 'secret',
  'X-Key-Environment': 'live',
  'X-Key-Scopes': '',
});

it('an upstream gives a document to its organization alone, and to nobody past the API node', async () => {
  expect(await ask('4f1c', node('org_1'))).toEqual([200, 'A note']);
  expect(await ask('4f1c', node('org_2'))).toEqual([403, 'cross_organization_denied']);
  expect(await ask('none', node('org_1'))).toEqual([404, 'document_not_found']);
  expect(await ask('4f1c', {})).toEqual([503, 'digest_key_unavailable']);
  expect(await ask('none', {})).toEqual([503, 'digest_key_unavailable']);
});

it('the example of the readme is the one that is tested', () => {
  const example = readFileSync(new URL('upstream-example.ts', import.meta.url), 'utf8');
  expect(readFileSync(new URL('../README.md', import.meta.url), 'utf8')).toContain(example);
});
