import { setTimeout as delay } from 'node:timers/promises';
import { beforeAll, expect } from 'vitest';
import type { Answer, MadeKey } from '../kit/admin-client.ts';
import { eventually } from '../kit/eventually.ts';
import type { Cluster, PublicAnswer } from '../kit/cluster.ts';
import { describeWithSystem } from './system/describe.ts';
import type { System } from './system/system.ts';

/** The default of KEYLEDGER_MAX_STALENESS. */
export const HOLD_MS = 5_000;
/** The waiting side's share for clocks that run at different speeds (the protocol's `wait`). */
export const CLOCK_MARGIN = 1.25;
const POLL_MS = 10;
const WARM_WITHIN_MS = 30_000;

/** A new key that every node has in its cache: what is accepted without a lease is not kept. */
export async function cachedKey(cluster: Cluster, organizationId: string): Promise<MadeKey> {
  const key = await cluster.admin().key(organizationId);
  for (const [node, service] of cluster.apiNodes.entries()) {
    await eventually(async () => {
      const { lease } = (await cluster.state(service)) as { lease: { state: string } };
      return lease.state === 'fresh' && (await cluster.request(node, key.secret)).status === 200;
    }, WARM_WITHIN_MS);
  }
  return key;
}

/** A revoke that waits for everyone, and how long it took. */
export async function revokeEverywhere(
  cluster: Cluster,
  authority: number,
  keyId: string,
): Promise<{ readonly tookMs: number; readonly answer: Answer }> {
  const startedAt = performance.now();
  const answer = await cluster.admin(authority).command(keyId, 'revoke', { wait_for: 'everywhere' });
  const tookMs = performance.now() - startedAt;
  expect([answer.status, answer.body['applied']], JSON.stringify(answer.body)).toEqual([200, 'everywhere']);
  return { tookMs, answer };
}

/** A replica that has just begun waits out what it cannot know; after this it knows every holder by name. */
export async function knowsAllHolders(cluster: Cluster, authority: number, organizationId: string): Promise<void> {
  const { id } = await cluster.admin(authority).key(organizationId);
  await revokeEverywhere(cluster, authority, id);
}

/** A suite on two authorities that both know every holder by name, and an organization for its keys. */
export function describeLeases(
  name: string,
  apiNodes: number,
  suite: (system: () => System, organization: () => string) => void,
): Promise<void> {
  return describeWithSystem(name, { brokers: 1, authorities: 2, apiNodes }, (system) => {
    let organization = '';
    beforeAll(async () => {
      const { cluster } = system();
      organization = await cluster.admin().organization('acme');
      await Promise.all([0, 1].map((authority) => knowsAllHolders(cluster, authority, organization)));
    }, 60_000);
    suite(system, () => organization);
  });
}

/** An answer, and when it was asked for. */
export interface TimedAnswer extends PublicAnswer {
  readonly askedAt: number;
}

/** Asks one node about a key again and again until an answer satisfies; yields all of them. */
export async function askUntil(
  cluster: Cluster,
  node: number,
  secret: string,
  satisfies: (answer: TimedAnswer) => boolean,
  deadlineMs: number,
): Promise<TimedAnswer[]> {
  const answers: TimedAnswer[] = [];
  const deadline = performance.now() + deadlineMs;
  for (;;) {
    const askedAt = performance.now();
    const answer = { ...(await cluster.request(node, secret)), askedAt };
    answers.push(answer);
    if (satisfies(answer)) return answers;
    if (performance.now() > deadline) throw new Error(`still ${String(answer.status)} ${answer.reasonCode}`);
    await delay(POLL_MS);
  }
}
