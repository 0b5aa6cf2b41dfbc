import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, beforeAll, expect, it } from 'vitest';
import { CLOCK_MARGIN, askUntil, cachedKey, knowsAllHolders } from './leases.ts';
import { describeWithSystem } from './system/describe.ts';
import type { System } from './system/system.ts';

const STALENESS_MS = 2_000;
const ALLOWANCE_MS = 4_000;
/** A question without a lease is asked of an authority, which does not answer; then it is refused. */
const GIVES_UP_WITHIN_MS = 5_000;
const BACK_WITHIN_MS = 20_000;
/** Between the cut and the moment that is taken for it. */
const SLACK_MS = 50;
const NODE = 0;

const env = { KEYLEDGER_MAX_STALENESS: `${String(STALENESS_MS)}ms` };
const base = { brokers: 1, authorities: 2, apiNodes: 2 } as const;

/** No packet to or from the brokers and the authorities. */
function cutOff({ network, members }: System): { readonly heal: () => void; readonly at: number } {
  const others = members.filter(({ kind }) => kind !== 'node').map(({ name }) => name);
  const links = network.between([`node-${String(NODE)}`], others);
  expect(links).toHaveLength(3);
  network.apply({ kind: 'hole', ways: ['forth', 'back'] }, links);
  return { heal: () => network.apply(null, links), at: performance.now() };
}

/** Cuts the node off, watches it until it refuses, and heals: how long after the cut it was last asked and accepted. */
async function acceptedFor(system: System, organization: string, holdMs: number): Promise<number> {
  const { cluster } = system;
  const key = await cachedKey(cluster, organization);
  const cut = cutOff(system);
  const answers = await askUntil(
    cluster,
    NODE,
    key.secret,
    ({ status }) => status !== 200,
    holdMs + GIVES_UP_WITHIN_MS,
  );
  expect(answers.at(-1)).toMatchObject({ status: 503, reasonCode: 'digest_key_unavailable' });
  const more = await askUntil(cluster, NODE, key.secret, () => true, 0);
  expect(more[0], 'it stays so').toMatchObject({ status: 503, reasonCode: 'digest_key_unavailable' });
  cut.heal();
  await askUntil(cluster, NODE, key.secret, ({ status }) => status === 200, BACK_WITHIN_MS);
  return (answers.at(-2)?.askedAt ?? 0) - cut.at;
}

// Rule 5: until `t0 + hold` and no longer; rule 7: without a lease an authority is asked, and where none answers, refused.
await describeWithSystem('an API node that is cut off', { ...base, env }, (system) => {
  let organization: string;
  beforeAll(async () => {
    organization = await system().cluster.admin().organization('acme');
    await knowsAllHolders(system().cluster, 0, organization);
  }, 60_000);
  afterEach(() => system().network.apply(null));

  it('accepts what it has cached until its lease ends, then answers 503, and comes back by itself', async () => {
    const lastAccepted = await acceptedFor(system(), organization, STALENESS_MS);
    expect(lastAccepted).toBeGreaterThan(STALENESS_MS / 10);
    expect(lastAccepted).toBeLessThanOrEqual(STALENESS_MS + SLACK_MS);
  });
});

await describeWithSystem(
  'an API node that may serve on while it is cut off',
  { ...base, env: { ...env, KEYLEDGER_ON_LEDGER_OUTAGE: `serve-stale:${String(ALLOWANCE_MS)}ms` } },
  (system) => {
    let organization: string;
    const holdMs = STALENESS_MS + ALLOWANCE_MS;
    beforeAll(async () => {
      organization = await system().cluster.admin().organization('acme');
      await knowsAllHolders(system().cluster, 0, organization);
    }, 60_000);
    afterEach(() => system().network.apply(null));

    it('accepts what it has cached for as long as it was allowed and no longer, and comes back by itself', async () => {
      const lastAccepted = await acceptedFor(system(), organization, holdMs);
      expect(lastAccepted).toBeGreaterThan(ALLOWANCE_MS);
      expect(lastAccepted).toBeLessThanOrEqual(holdMs + SLACK_MS);
    });

    it('stops accepting a key that is revoked meanwhile when `effective_within_ms` says, and not before it must', async () => {
      const { cluster } = system();
      const key = await cachedKey(cluster, organization);
      const { heal } = cutOff(system());
      const answer = await cluster.admin(0).call('POST', `/v1/keys/${key.id}/revoke`, {}, { prefer: 'wait=1' });
      const answeredAt = performance.now();
      expect([answer.status, answer.body['applied']]).toEqual([202, 'ledger']);
      const withinMs = Number(answer.body['effective_within_ms']);
      expect(withinMs).toBeGreaterThan(0);
      expect(withinMs).toBeLessThanOrEqual(holdMs * CLOCK_MARGIN);
      const until = answeredAt + withinMs - performance.now();
      const answers = await askUntil(cluster, NODE, key.secret, ({ status }) => status !== 200, until);
      expect(answers.length, 'it is cut off from the revocation too').toBeGreaterThan(1);
      await delay(answeredAt + withinMs - performance.now()); // the promise itself
      expect((await cluster.request(NODE, key.secret)).status).toBe(503);
      heal();
      const isRevoked = ({ reasonCode }: { reasonCode: string }): boolean => reasonCode === 'revoked_key';
      const healed = await askUntil(cluster, NODE, key.secret, isRevoked, BACK_WITHIN_MS);
      expect(healed.filter(({ status }) => status === 200)).toEqual([]);
    });
  },
);
