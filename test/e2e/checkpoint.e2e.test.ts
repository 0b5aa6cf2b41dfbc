import { copyFile, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { openKafkaLedger } from '@keyledger/ledger-kafka';
import { ServiceNotReady } from '@keyledger/local';
import { silentLogger } from '@keyledger/ports';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { MadeKey } from '../kit/admin-client.ts';
import { type Cluster, freshTopic, startCluster } from '../kit/cluster.ts';
import { describeWithKafka, withAdmin } from '../kit/kafka/index.ts';

const REFUSED = 2;
const FAILED = 1;
const FROM_CHECKPOINT = 'going on from the checkpoint';

/** The output of a start that must be refused, with the exit code of a configuration that has to be mended. */
async function refusal(cluster: Cluster, authority: number): Promise<string> {
  const error: unknown = await cluster.startAuthority(authority).catch((failure: unknown) => failure);
  if (!(error instanceof ServiceNotReady)) throw new Error('the start was not refused', { cause: error });
  expect(error.exit).toEqual({ code: REFUSED, signal: null });
  const message = error.output.find((line) => line.trim().startsWith('KEYLEDGER_ACCEPT_EPOCH: '));
  expect(message, 'the refusal names the setting').toBeDefined();
  expect(error.output.join('\n'), 'the message alone').not.toMatch(/"level":"error"|\n +at /);
  return message ?? '';
}

const tokenIn = (message: string): string => /KEYLEDGER_ACCEPT_EPOCH=(\w+)/.exec(message)?.[1] ?? '';

async function reasonCode(cluster: Cluster, { secret }: MadeKey, authority = 0): Promise<unknown> {
  const { status, body } = await cluster.admin(authority).call('POST', '/v1/keys/verify', { secret });
  expect(status).toBe(200);
  return body['reason_code'];
}

async function stateOf(cluster: Cluster, authority = 0): Promise<Record<string, unknown>> {
  const service = cluster.authorities[authority];
  if (service === undefined) throw new Error('no such authority');
  return cluster.state(service);
}

/** How often a line was logged since the last call. */
function counter(cluster: Cluster): (text: string) => number {
  let from = 0;
  return (text) => {
    const lines = cluster.logs.slice(from);
    from = cluster.logs.length;
    return lines.filter((line) => line.includes(text)).length;
  };
}

describe('an authority on the embedded ledger', () => {
  let cluster: Cluster;
  let kept: MadeKey;
  let revoked: MadeKey;
  let logged: (text: string) => number;
  const checkpoint = (): string => join(cluster.folder, 'authority-0', 'directory.checkpoint');
  const ledger = (name: string): string => join(cluster.folder, 'ledger', name);
  const stop = async (): Promise<void> => void (await cluster.authorities[0]?.stop());

  beforeAll(async () => {
    cluster = await startCluster({ apiNodes: 0 });
    logged = counter(cluster);
    const organization = await cluster.admin().organization('acme');
    [kept, revoked] = [await cluster.admin().key(organization), await cluster.admin().key(organization)];
    await stop();
    await copyFile(ledger('ledger.log'), ledger('older.log'));
    await cluster.startAuthority(0);
    expect((await cluster.admin().command(revoked.id, 'revoke', { wait_for: 'ledger' })).status).toBe(200);
  });
  afterAll(() => cluster.stop());

  it('goes on from its checkpoint after a restart, and serves the same', async () => {
    const { state_hash: before, ledger_id: ledgerId } = await stateOf(cluster);
    await stop();
    expect((await stat(checkpoint())).mode & 0o777).toBe(0o600);
    logged('');
    await cluster.startAuthority(0);
    expect(logged(FROM_CHECKPOINT)).toBe(1);
    expect(await stateOf(cluster)).toMatchObject({ state_hash: before, ledger_id: ledgerId });
    expect([await reasonCode(cluster, kept), await reasonCode(cluster, revoked)]).toEqual(['', 'revoked_key']);
    const { body } = await cluster.admin().call('GET', `/v1/keys/${revoked.id}/history`);
    expect(body['items']).toHaveLength(2);
  });

  it('reads the whole ledger where its checkpoint is damaged, and serves the same', async () => {
    const { state_hash: before } = await stateOf(cluster);
    await stop();
    const bytes = await readFile(checkpoint());
    bytes.writeUInt8(bytes.readUInt8(bytes.length >> 1) ^ 1, bytes.length >> 1);
    await writeFile(checkpoint(), bytes);
    logged('');
    await cluster.startAuthority(0);
    expect(cluster.logs.some((line) => line.includes('the checkpoint is not used'))).toBe(true);
    expect(logged(FROM_CHECKPOINT)).toBe(0);
    expect(await stateOf(cluster)).toMatchObject({ state_hash: before });
    expect(await reasonCode(cluster, revoked)).toBe('revoked_key');
  });

  it('refuses an older copy of its ledger, which has forgotten a revocation, until an operator accepts it', async () => {
    const { ledger_id: ledgerId } = await stateOf(cluster);
    await stop();
    await copyFile(ledger('older.log'), ledger('ledger.log'));
    const message = await refusal(cluster, 0);
    expect(message).toContain(`ledger ${String(ledgerId)}`);
    expect(await refusal(cluster, 0), 'the same each time').toBe(message);

    await cluster.startAuthority(0, { KEYLEDGER_ACCEPT_EPOCH: tokenIn(message) });
    const accepted = await stateOf(cluster);
    expect(accepted['ledger_id']).not.toBe(ledgerId);
    expect([await reasonCode(cluster, kept), await reasonCode(cluster, revoked)]).toEqual(['', '']);
    const { body } = await cluster.admin().call('GET', `/v1/keys/${revoked.id}/history`);
    expect(body['items']).toHaveLength(1);
    await stop();
    logged('');
    await cluster.startAuthority(0, { KEYLEDGER_ACCEPT_EPOCH: tokenIn(message) });
    expect(logged(FROM_CHECKPOINT)).toBe(1);
    expect(await stateOf(cluster)).toMatchObject({ ledger_id: accepted['ledger_id'] });
  });
});

await describeWithKafka('two authorities whose Kafka topic is deleted and made anew', (bootstrap) => {
  const topic = freshTopic();
  let cluster: Cluster;
  let key: MadeKey;
  beforeAll(async () => {
    cluster = await startCluster({ kafka: { bootstrap, topic }, authorities: 2, apiNodes: 0 });
    key = await cluster.admin().key(await cluster.admin().organization('acme'));
    for (const index of [0, 1]) {
      await cluster.authorities[index]?.stop();
      await cluster.startAuthority(index);
    }
  });
  afterAll(() => cluster.stop());

  it('end where they run, are refused where they start, and go on after one acceptance', async () => {
    const before = await stateOf(cluster);
    await withAdmin(bootstrap, (admin) => admin.deleteTopics({ topics: [topic] }));
    const options = { brokers: bootstrap, topic, clientId: 'test', logger: silentLogger, createTopic: true };
    const timeouts = { connectionTimeoutMs: 1_000, requestTimeoutMs: 5_000, appendTimeoutMs: 10_000 };
    await (await openKafkaLedger({ ...options, ...timeouts })).close();
    const ends = await Promise.all(cluster.authorities.map(({ ended }) => ended));
    expect(ends).toEqual([0, 1].map(() => ({ code: FAILED, signal: null })));
    expect(cluster.logs.some((line) => line.includes('ledger_corrupt'))).toBe(true);

    const message = await refusal(cluster, 0);
    expect(message).toContain(`ledger ${String(before['ledger_id'])}`);
    await refusal(cluster, 1);
    await cluster.startAuthority(0, { KEYLEDGER_ACCEPT_EPOCH: tokenIn(message) });
    await cluster.startAuthority(1);
    const [one, other] = [await stateOf(cluster, 0), await stateOf(cluster, 1)];
    expect(other).toMatchObject({ ledger_id: one['ledger_id'], state_hash: one['state_hash'] });
    expect(one['ledger_id']).not.toBe(before['ledger_id']);
    expect(await reasonCode(cluster, key)).toBe('invalid_key');
    const made = await cluster.admin(1).key(await cluster.admin(1).organization('acme'));
    expect(await reasonCode(cluster, made, 1)).toBe('');
  });
});
