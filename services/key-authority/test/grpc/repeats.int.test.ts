import { beforeAll, expect, test } from 'vitest';
import type { LifecycleMethod } from '../support/grpc-call.ts';
import { type Json, type TestApi, startTestApi } from '../support/test-api.ts';
import { type TestGrpc, startTestGrpc } from '../support/test-grpc.ts';

let api: TestApi;
let grpc: TestGrpc;
let acme: string;

beforeAll(async () => {
  api = await startTestApi();
  acme = await api.organization('acme');
  grpc = await startTestGrpc(api);
  return async () => {
    await grpc.stop();
    await api.stop();
  };
});

interface Command {
  readonly target: string;
  readonly body: Json;
  readonly method: LifecycleMethod;
  readonly request: object;
}
type Row = readonly [title: string, of: () => Command | Promise<Command>];

const END = '2030-01-01T00:00:00.000Z';
const expiresAt = { seconds: Date.parse(END) / 1000 };
const limits = { ips: ['192.0.2.0/24'], origins: [] };

const creating = (title: string, what: string, method: LifecycleMethod, body: Json, request: object): Row => [
  title,
  () => {
    const target = `POST /v1/organizations/${acme}/${what}`;
    return { target, body, method, request: { organizationId: acme, ...request } };
  },
];
const organization = (title: string, body: Json): Row => {
  const named = { name: title, slug: title };
  const request = { target: 'POST /v1/organizations', method: 'CreateOrganization', request: named } as const;
  return [`create an organization: ${title}`, () => ({ ...request, body: { ...named, ...body } })];
};
/** @param before what has to be done to a new key first */
const onKey = (verb: string, method: LifecycleMethod, before?: string): Row => [
  verb,
  async () => {
    const { id } = await api.key(acme);
    if (before !== undefined) await api.call('POST', `/v1/keys/${id}/${before}`);
    return { target: `POST /v1/keys/${id}/${verb}`, body: {}, method, request: { id } };
  },
];

const NOTHING = { scopes: [], restrictions: {}, tier: null, limits: null, metadata: {}, expires_at: null };
const FULL = { name: 'full', scopes: [], metadata: { team: 'a' } };
const ROWS: readonly Row[] = [
  organization('short', {}),
  organization('long', { demo: false, limits: null }),
  creating('create a key', 'keys', 'CreateKey', { name: 'a' }, { name: 'a' }),
  creating('create a key that names defaults', 'keys', 'CreateKey', { name: 'a', ...NOTHING }, { name: 'a' }),
  creating(
    'create a key that says all',
    'keys',
    'CreateKey',
    { ...FULL, kind: 'secret', holder: 'user', environment: 'live', restrictions: limits, expires_at: END },
    { ...FULL, kind: 'secret', holder: 'user', environment: 'live', restrictions: limits, expiresAt },
  ),
  creating(
    'create a token',
    'tokens',
    'CreateToken',
    { name: 'ci', role: 'driver', expires_at: null },
    { name: 'ci', role: 'driver' },
  ),
  creating(
    'put a member',
    'members',
    'PutMember',
    { subject: 'ada', role: 'driver' },
    { subject: 'ada', role: 'driver' },
  ),
  onKey('pause', 'PauseKey'),
  onKey('resume', 'ResumeKey', 'pause'),
  onKey('rotate', 'RotateKey'),
  onKey('finish-rotation', 'FinishRotation', 'rotate'),
  onKey('revoke', 'RevokeKey'),
];

test.each(ROWS)('%s: a repeat over gRPC of what came over REST is the same command', async (title, of) => {
  const { target, body, method, request } = await of();
  const [verb, path] = target.split(' ') as ['POST', string];
  const made = await api.call(verb, path, { body, headers: { 'idempotency-key': title } });
  expect(made.status).toBeLessThan(300);
  const end = await api.ledger.end();
  const again = await grpc.call(method, { ...request, options: { idempotencyKey: title } });
  expect(again).toMatchObject({ status: '0', code: '' });
  const shown = Object.values(again.message).find((part) => (part as Json | null)?.['id'] !== undefined);
  expect(shown).toMatchObject({ id: made.body['id'] });
  expect(await api.ledger.end()).toBe(end);
});
