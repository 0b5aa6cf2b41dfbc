import { STATUS_OF_FAULT } from '@keyledger/grpc';
import type { FaultCode } from '@keyledger/ports';
import { beforeAll, describe, expect, test } from 'vitest';
import { FAULT_STATUS } from '../../src/http/fault-status.ts';
import { type Json, type TestApi, startTestApi } from '../support/test-api.ts';
import { type TestGrpc, startTestGrpc } from '../support/test-grpc.ts';
import { ADMIN_TOKEN } from '../support/test-authority.ts';
import { keysAndOrganizations } from './same-outcomes/keys.ts';
import { members } from './same-outcomes/members.ts';
import type { Row, Things } from './same-outcomes/row.ts';
import { reports } from './same-outcomes/reports.ts';
import { tokens } from './same-outcomes/tokens.ts';
import { webhooks } from './same-outcomes/webhooks.ts';

let api: TestApi;
let grpc: TestGrpc;
let things: Things;

const PLACEHOLDERS: Things = {
  acme: '',
  globex: '',
  tokens: { administrator: '', operator: '', outsider: '', owner: '' },
  tokenId: '',
  lastOwner: '',
  webhook: '',
  key: '',
  revoked: '',
  ahead: '',
};
const sameOutcomes = (of: Things): readonly Row[] =>
  [tokens, members, webhooks, keysAndOrganizations, reports].flatMap((rows) => rows(of));
const titles = sameOutcomes(PLACEHOLDERS).map(({ title, code }, index) => ({ title, code, index }));

beforeAll(async () => {
  api = await startTestApi();
  const [acme, globex] = [await api.organization('acme'), await api.organization('globex')];
  const put = async (subject: string, role: string, headers = {}) => {
    const { body } = await api.call('POST', `/v1/organizations/${acme}/members`, { headers, body: { subject, role } });
    return String(body['id']);
  };
  const [key, revoked] = [await api.key(acme), await api.key(acme)];
  await api.call('POST', `/v1/keys/${revoked.id}/revoke`, { body: {} });
  const tokenOf = {
    administrator: await api.token(acme, 'administrator'),
    operator: await api.token(acme, 'operator'),
    outsider: await api.token(globex, 'owner'),
    owner: await api.token(acme, 'owner'),
  };
  const list = await api.call('GET', `/v1/organizations/${acme}/tokens`);
  const tokenId = String((list.body['items'] as Json[])[0]?.['id']);
  const lastOwner = await put('ada', 'owner');
  await put('bob', 'driver', { 'idempotency-key': 'one' });
  const hook = await api.call('POST', `/v1/organizations/${acme}/webhooks`, { body: { url: 'https://example.com/' } });
  const webhook = String(hook.body['id']);
  const ahead = `${api.authority.status().ledgerId}-99999`;
  things = { acme, globex, tokens: tokenOf, tokenId, lastOwner, webhook, key: key.id, revoked: revoked.id, ahead };
  grpc = await startTestGrpc(api);
  return async () => {
    await grpc.stop();
    await api.stop();
  };
});

/** What is a header of REST has a field over gRPC. */
const FIELD_OF_HEADER: Readonly<Record<string, string>> = { 'If-Match': 'version', 'X-Keyledger-At-Least': 'at_least' };

/** As REST and as gRPC answer it. */
async function endsOf({ by, rest, grpc: [method, request] }: Row) {
  const token = by === null ? ADMIN_TOKEN : things.tokens[by];
  const [target, body, headers = {}] = rest;
  const [verb, url] = target.split(' ') as ['GET', string];
  const answer = await api.call(verb, url, { token, headers, ...(body === undefined ? {} : { body }) });
  const errors = (answer.body['errors'] ?? []) as { field: string }[];
  const fields = errors.map(({ field }) => FIELD_OF_HEADER[field] ?? field).toSorted();
  const call = await grpc.call(method, request, token);
  return {
    rest: { status: answer.status, code: answer.body['code'], fields },
    grpc: { status: Number(call.status), code: call.code, fields: call.fields },
  };
}

describe('REST and gRPC refuse the same, for the same reason, naming the same fields', () => {
  test.each(titles)('$title: $code', async ({ index }) => {
    const row = sameOutcomes(things)[index]!;
    const { fields } = row;
    const code = row.code as FaultCode;
    const before = await api.ledger.end();
    expect(await endsOf(row)).toEqual({
      rest: { status: FAULT_STATUS[code].status, code, fields },
      grpc: { status: STATUS_OF_FAULT[code], code, fields },
    });
    expect(await api.ledger.end()).toBe(before);
  });
});
