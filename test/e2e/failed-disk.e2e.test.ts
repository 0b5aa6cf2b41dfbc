import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Cluster, startCluster } from '../kit/cluster.ts';

const PRELOAD = pathToFileURL(new URL('../kit/fixtures/fail-at-sync.ts', import.meta.url).pathname).href;

let cluster: Cluster;
let organization: string;

beforeAll(async () => {
  cluster = await startCluster({ apiNodes: 0 });
  organization = await cluster.admin().organization('acme');
});
afterAll(() => cluster.stop());

it('an authority whose local ledger cannot be written ends with a failure and says why; the next one recovers', async () => {
  await cluster.authorities[0]?.stop();
  const authority = await cluster.startAuthority(0, { NODE_OPTIONS: `--import=${PRELOAD}` });
  const admin = cluster.admin();
  const create = (idempotencyKey: string) =>
    admin.call('POST', `/v1/organizations/${organization}/keys`, { name: 'a key' }, { idempotencyKey });
  const before = await admin.key(organization);
  authority.kill('SIGUSR2');
  let name = 0;
  let answer = await create('0');
  while (answer.status === 201) answer = await create(String((name += 1)));
  expect(answer).toMatchObject({ status: 503, body: { code: 'outcome_unknown' } });

  expect(await authority.ended).toEqual({ code: 1, signal: null });
  const errors = cluster.logs.filter((line) => line.includes('"level":"error"'));
  expect(errors.filter((line) => line.includes('Mend the disk and start again.'))).toHaveLength(1);

  await cluster.startAuthority(0);
  expect((await admin.call('GET', `/v1/keys/${before.id}`)).status).toBe(200);
  expect((await create(String(name))).status).toBe(201);
});
