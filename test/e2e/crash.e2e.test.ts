import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { agreedKey, expectSameState } from '../kit/agreement.ts';
import { type Cluster, type ClusterOptions, freshTopic, startCluster } from '../kit/cluster.ts';
import { Creations, forEachOf } from '../kit/creations.ts';
import { eventually } from '../kit/eventually.ts';
import { describeWithKafka } from '../kit/kafka/index.ts';
import { Seeded } from '../kit/seeded.ts';

const CREATES = 500;
const ENV = { KEYLEDGER_COMMAND_BURST: '100000' };

describe('on the embedded ledger', () => {
  killedAuthority({ apiNodes: 2, env: ENV });
  killedAtItsWrites();
});

await describeWithKafka('on Kafka with two authorities', (bootstrap) => {
  const options = (): ClusterOptions => ({
    kafka: { bootstrap, topic: freshTopic() },
    authorities: 2,
    apiNodes: 3,
    env: ENV,
  });
  killedAuthority(options());
  killedApiNode(options());
});

/** A cluster and an organization for the tests of the block around. */
function withCluster(options: ClusterOptions): { readonly cluster: Cluster; readonly organization: string } {
  const made = {} as { cluster: Cluster; organization: string };
  beforeAll(async () => {
    made.cluster = await startCluster(options);
    made.organization = await made.cluster.admin().organization('acme');
    await expectSameState(made.cluster);
  });
  afterAll(() => made.cluster.stop());
  return made;
}

/** Kills an authority, and does not wait for clients to notice. */
async function killAuthority(cluster: Cluster, index: number): Promise<void> {
  const process = cluster.authorities[index];
  process?.kill('SIGKILL');
  expect(await process?.ended).toEqual({ code: null, signal: 'SIGKILL' });
}

function killedAuthority(options: ClusterOptions): void {
  describe('an authority that is killed in the middle of 500 creates', () => {
    const made = withCluster(options);

    it('has lost none that it acknowledged, and the others, repeated, make one key each', async () => {
      const { cluster, organization } = made;
      const random = new Seeded('killed authority');
      const creations = new Creations(cluster, organization);
      const killAt = 100 + random.below(200);
      let killed: Promise<void> | undefined;
      await forEachOf(Array(CREATES).keys(), async (index) => {
        await creations.send(`key ${String(index)}`, index % cluster.authorities.length);
        if (creations.acknowledged.size >= killAt) killed ??= killAuthority(cluster, 0);
      });
      await killed;
      const unacknowledged = creations.unacknowledged.size;
      expect(unacknowledged).toBeGreaterThan(0);
      const acknowledged = [...creations.acknowledged];

      await cluster.startAuthority(0);
      await creations.expectAllVerify();
      const landed = await creations.repeat(() => random.below(cluster.authorities.length));
      await expectSameState(cluster);
      await creations.expectEachOnce();
      await creations.expectAllVerify();
      for (const [name, key] of acknowledged.slice(-10)) {
        await creations.send(name, 0);
        expect(creations.acknowledged.get(name)).toEqual({ id: key.id, secret: null });
      }
      console.log(JSON.stringify({ killAt, acknowledged: acknowledged.length, unacknowledged, landed }));
    });
  });
}

function killedAtItsWrites(): void {
  describe('an authority that dies between a write and its acknowledgement', () => {
    const made = withCluster({ apiNodes: 1, env: ENV });

    it.each(['before', 'after'] as const)('%s the sync has lost nothing that it acknowledged', async (moment) => {
      const { cluster, organization } = made;
      const preload = pathToFileURL(new URL('../kit/fixtures/die-at-sync.ts', import.meta.url).pathname).href;
      const creations = new Creations(cluster, organization);
      let landed = 0;
      for (let round = 0; round < 3; round += 1) {
        await killAuthority(cluster, 0);
        const authority = await cluster.startAuthority(0, { NODE_OPTIONS: `--import=${preload}`, DIE_AT_SYNC: moment });
        const create = (index: number): Promise<void> =>
          creations.send(`${moment} ${String(round)}/${String(index)}`, 0);
        for (let index = 0; index < 10; index += 1) await create(index);
        expect(creations.unacknowledged.size).toBe(0);
        authority.kill('SIGUSR2');
        for (let index = 10; creations.unacknowledged.size === 0; index += 5) {
          await Promise.all([0, 1, 2, 3, 4].map((each) => create(index + each)));
        }
        expect(await authority.ended).toEqual({ code: null, signal: 'SIGKILL' });
        await cluster.startAuthority(0);
        landed += await creations.repeat(() => 0);
        await creations.expectAllVerify();
      }
      expect(landed, 'some were written, and not acknowledged').toBeGreaterThan(0);
    });
  });
}

function killedApiNode(options: ClusterOptions): void {
  describe('an API node that is killed', () => {
    const made = withCluster(options);

    it('comes back with nothing but the ledger, and knows what happened before and meanwhile', async () => {
      const { cluster, organization } = made;
      const admin = cluster.admin();
      const [live, paused, revoked, pausedMeanwhile, rotatedMeanwhile, revokedMeanwhile] = await Promise.all(
        Array.from({ length: 6 }, () => admin.key(organization)),
      );
      if (!live || !paused || !revoked || !pausedMeanwhile || !rotatedMeanwhile || !revokedMeanwhile)
        throw new Error('no keys');
      const all = [live, paused, revoked, pausedMeanwhile, rotatedMeanwhile, revokedMeanwhile];
      await expectSameState(cluster);
      for (const { secret } of all) expect((await cluster.request(1, secret)).status).toBe(200);
      await admin.command(paused.id, 'pause');
      await admin.command(revoked.id, 'revoke');
      await eventually(async () => (await cluster.request(1, revoked.secret)).reasonCode === 'revoked_key');

      cluster.apiNodes[1]?.kill('SIGKILL');
      expect(await cluster.apiNodes[1]?.ended).toEqual({ code: null, signal: 'SIGKILL' });
      await admin.command(pausedMeanwhile.id, 'pause');
      await admin.command(revokedMeanwhile.id, 'revoke');
      const next = String((await admin.command(rotatedMeanwhile.id, 'rotate', { overlap: 'PT0S' })).body['secret']);
      await expectSameState(cluster);

      await cluster.startApiNode(1);
      const expected: readonly (readonly [secret: string, code: string])[] = [
        [live.secret, ''],
        [paused.secret, 'disabled_key'],
        [revoked.secret, 'revoked_key'],
        [pausedMeanwhile.secret, 'disabled_key'],
        [revokedMeanwhile.secret, 'revoked_key'],
        [rotatedMeanwhile.secret, 'revoked_key'],
        [next, ''],
      ];
      // Twice: asked of an authority, then from the cache.
      for (const [secret, code] of [...expected, ...expected])
        expect((await cluster.request(1, secret)).reasonCode).toBe(code);
      await admin.command(live.id, 'revoke');
      await eventually(async () =>
        (await cluster.everywhere(live.secret)).every(({ reasonCode }) => reasonCode === 'revoked_key'),
      );
      for (const { id } of all) await agreedKey(cluster, id);
    });
  });
}
