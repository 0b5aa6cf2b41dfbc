import { setTimeout as delay } from 'node:timers/promises';
import { COMMAND_MEMORY } from '@keyledger/domain';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Answer, MadeKey } from '../kit/admin-client.ts';
import { type ShownEvent, agreedKey, expectSameState, offsetOf } from '../kit/agreement.ts';
import { type Cluster, freshTopic, startCluster } from '../kit/cluster.ts';
import { eventually } from '../kit/eventually.ts';
import { describeWithKafka } from '../kit/kafka/index.ts';
import { Seeded } from '../kit/seeded.ts';

/** Whoever is stopped would be waited for otherwise. */
const ROTATE_NOW = { overlap: 'PT0S', wait_for: 'ledger' };
const COMMANDS = 200;
const KEYS = 5;
const ROUNDS = 3;
const STOPS = 20;
/** A stop within this time meets a command before, between, and after its write and its reading back. */
const LONGEST_COMMAND_MS = 6;
/** How many commands an aggregate remembers is the fold's COMMAND_MEMORY. */
const MORE_THAN_IS_REMEMBERED = COMMAND_MEMORY + 2;

/** Verbs by how often they are drawn: a key that is revoked soon has no more conflicts. */
const VERBS: readonly (readonly [verb: string, body: object])[] = [
  ...Array.from({ length: 25 }, () => ['rotate', { overlap: 'PT0S' }] as const),
  ...Array.from({ length: 25 }, () => ['rotate', { overlap: 'PT1H' }] as const),
  ...Array.from({ length: 20 }, () => ['pause', {}] as const),
  ...Array.from({ length: 30 }, () => ['resume', {}] as const),
  ['revoke', {}],
];

/** What each verb's event is called. */
const EVENT_OF: Readonly<Record<string, string>> = {
  rotate: 'key.rotated',
  pause: 'key.paused',
  resume: 'key.resumed',
  revoke: 'key.revoked',
};

interface Sent {
  readonly key: MadeKey;
  readonly verb: string;
  /** Unlike any other, so that its event can be told from all others. */
  readonly reason: string;
  readonly answer: Answer;
}

await describeWithKafka('conflicting commands at two authorities', (bootstrap) => {
  let cluster: Cluster;
  let organization: string;

  beforeAll(async () => {
    const env = { KEYLEDGER_COMMAND_BURST: '100000' };
    cluster = await startCluster({ kafka: { bootstrap, topic: freshTopic() }, authorities: 2, apiNodes: 3, env });
    organization = await cluster.admin().organization('acme');
  });
  afterAll(() => cluster.stop());

  const madeKeys = (): Promise<MadeKey[]> =>
    Promise.all(Array.from({ length: KEYS }, () => cluster.admin().key(organization)));

  /** All at once, through both authorities. */
  const storm = (random: Seeded, keys: readonly MadeKey[], round: number): Promise<Sent[]> =>
    Promise.all(
      Array.from({ length: COMMANDS }, async (_, index): Promise<Sent> => {
        const [verb, body] = random.pick(VERBS);
        const key = random.pick(keys);
        const reason = `${String(round)}/${String(index)}`;
        const answer = await cluster.admin(random.below(2)).command(key.id, verb, { ...body, reason });
        return { key, verb, reason, answer };
      }),
    );

  it('have one outcome that both agree on, and exactly the events that were answered', async () => {
    const random = new Seeded('conflicts');
    const counts = { events: 0, unchanged: 0, conflicts: 0 };
    for (let round = 0; round < ROUNDS; round += 1) {
      const keys = await madeKeys();
      await caughtUp(cluster, keys);
      const sent = await storm(random, keys, round);
      await expectSameState(cluster);
      for (const key of keys) {
        const { key: shown, history } = await agreedKey(cluster, key.id);
        const own = sent.filter((each) => each.key === key);
        expectAnswersFit(own, history, counts);
        await expectNodesAgree(cluster, key, shown['state'], own, history);
      }
    }
    console.log(`conflicts: ${JSON.stringify(counts)}`);
    expect(counts.events).toBeGreaterThan(ROUNDS * KEYS);
    expect(counts.conflicts).toBeGreaterThan(0);
    expect(counts.unchanged).toBeGreaterThan(0);
  });

  it('a command takes effect once, wherever its authority is stopped in the middle of it', async () => {
    const random = new Seeded('stopped authority');
    const key = await cluster.admin().key(organization);
    await caughtUp(cluster, [key]);
    let events = 1;
    for (let round = 0; round < STOPS; round += 1) {
      const slow = cluster.admin(0).command(key.id, 'rotate', ROTATE_NOW);
      await delay(random.next() * LONGEST_COMMAND_MS);
      await whileStopped(cluster, async () => {
        for (let index = 0; index < MORE_THAN_IS_REMEMBERED; index += 1) {
          expect((await cluster.admin(1).command(key.id, 'rotate', ROTATE_NOW)).status).toBe(200);
        }
      });
      expect((await slow).status).toBe(200);
      await expectSameState(cluster);
      events += MORE_THAN_IS_REMEMBERED + 1;
      expect(await versionAt(cluster, 1, key), `round ${String(round)}`).toBe(events);
    }
    await agreedKey(cluster, key.id);
  });

  it('an authority that was stopped answers no command from what it knew before', async () => {
    const key = await cluster.admin().key(organization);
    await caughtUp(cluster, [key]);
    expect((await cluster.admin(0).command(key.id, 'pause')).status).toBe(200);
    for (let round = 0; round < STOPS; round += 1) {
      await expectSameState(cluster);
      const waiting = await whileStopped(cluster, async () => {
        expect((await cluster.admin(1).command(key.id, 'resume')).status).toBe(200);
        return { needless: cluster.admin(0).command(key.id, 'pause') };
      });
      expect((await waiting.needless).body['state'], `pause, round ${String(round)}`).toBe('paused');
      await expectSameState(cluster);
      expect((await cluster.admin(1).call('GET', `/v1/keys/${key.id}`)).body['state']).toBe('paused');
    }
    for (let round = 0; round < STOPS; round += 1) {
      const waiting = await whileStopped(cluster, async () => {
        const { id } = await cluster.admin(1).key(organization);
        return { missing: cluster.admin(0).command(id, 'revoke') };
      });
      expect((await waiting.missing).body['state'], `revoke, round ${String(round)}`).toBe('revoked');
    }
    for (let round = 0; round < STOPS; round += 1) {
      const waiting = await whileStopped(cluster, async () => {
        expect((await cluster.admin(1).command(key.id, 'resume')).status).toBe(200);
        return { refused: cluster.admin(0).command(key.id, 'rotate', ROTATE_NOW) };
      });
      expect((await waiting.refused).status, `rotate, round ${String(round)}`).toBe(200);
      expect((await cluster.admin(0).command(key.id, 'pause')).status).toBe(200);
      await expectSameState(cluster);
    }
  });
});

/** Runs something while the first authority stands still. */
async function whileStopped<T>(cluster: Cluster, run: () => Promise<T>): Promise<T> {
  cluster.authorities[0]?.kill('SIGSTOP');
  try {
    return await run();
  } finally {
    cluster.authorities[0]?.kill('SIGCONT');
  }
}

const versionAt = async (cluster: Cluster, authority: number, { id }: MadeKey): Promise<number> =>
  Number((await cluster.admin(authority).call('GET', `/v1/keys/${id}`)).body['version']);

/** Until both authorities know the keys. */
async function caughtUp(cluster: Cluster, keys: readonly MadeKey[]): Promise<void> {
  for (const key of keys) {
    for (const authority of cluster.authorities.keys()) {
      await eventually(async () => (await versionAt(cluster, authority, key)) >= 1);
    }
  }
}

function expectAnswersFit(
  sent: readonly Sent[],
  history: readonly ShownEvent[],
  counts: { events: number; unchanged: number; conflicts: number },
): void {
  const eventBy = new Map(history.map((event) => [event.reason, event]));
  expect(eventBy.size, 'no command has two events').toBe(history.length);
  const types = new Set(history.map(({ type }) => type));
  const answered = new Set<string>(['']);
  for (const { verb, reason, answer } of sent) {
    const event = eventBy.get(reason);
    const said = `${verb} ${reason}: ${String(answer.status)} ${JSON.stringify(answer.body)}`;
    if (answer.status === 409) {
      counts.conflicts += 1;
      expect(event, said).toBeUndefined();
      expect(types, said).toContain(CAUSE_OF[String(answer.body['code'])]);
    } else if (event === undefined) {
      counts.unchanged += 1;
      expect(answer.status, said).toBe(200);
      expect(isAlready(verb, history, offsetOf(answer.body['position'])), said).toBe(true);
    } else {
      counts.events += 1;
      answered.add(reason);
      expect([answer.status, event.type, answer.body['position']], said).toEqual([200, EVENT_OF[verb], event.position]);
      expect(Number(answer.body['version']), said).toBeGreaterThanOrEqual(event.version);
      if (verb === 'rotate') expect(typeof answer.body['secret'], said).toBe('string');
    }
  }
  expect(new Set(eventBy.keys()), 'every event has a command that was answered').toEqual(answered);
}

/** Which event must have happened for a conflict to be true. */
const CAUSE_OF: Readonly<Record<string, string>> = {
  key_revoked: 'key.revoked',
  key_paused: 'key.paused',
  rotation_in_progress: 'key.rotated',
};

/** Whether the key was in the state that the command asks for, at the position that it was decided from. */
function isAlready(verb: string, history: readonly ShownEvent[], at: number): boolean {
  const until = history.filter(({ position }) => offsetOf(position) <= at).map(({ type }) => type);
  if (verb === 'revoke') return until.includes('key.revoked');
  const isPaused = until.findLast((type) => type === 'key.paused' || type === 'key.resumed') === 'key.paused';
  return verb === 'pause' ? isPaused : verb === 'resume' && !isPaused;
}

/** The newest secret is answered as the key's state says, and every older one by all nodes alike. */
async function expectNodesAgree(
  cluster: Cluster,
  key: MadeKey,
  state: unknown,
  sent: readonly Sent[],
  history: readonly ShownEvent[],
): Promise<void> {
  const secretBy = new Map(sent.map(({ reason, answer }) => [reason, String(answer.body['secret'])]));
  const rotated = history.filter(({ type }) => type === 'key.rotated');
  const secrets = [key.secret, ...rotated.map(({ reason }) => secretBy.get(reason) ?? '')];
  const newest = secrets.length - 1;
  const expected = state === 'revoked' ? 'revoked_key' : state === 'paused' ? 'disabled_key' : '';
  for (const [index, secret] of secrets.entries()) {
    await eventually(async () => {
      const codes = (await cluster.everywhere(secret)).map(({ reasonCode }) => reasonCode);
      const verified = await Promise.all(
        cluster.authorities.map((_, authority) => cluster.admin(authority).call('POST', '/v1/keys/verify', { secret })),
      );
      codes.push(...verified.map(({ body }) => String(body['reason_code'])));
      expect(new Set(codes).size, codes.join()).toBe(1);
      if (index === newest) expect(codes[0]).toBe(expected);
      else expect(codes[0]).not.toBe('invalid_key');
      return true;
    });
  }
}
