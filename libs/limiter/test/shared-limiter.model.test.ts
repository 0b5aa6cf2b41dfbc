import type { RateLimit, RateVerdict } from '@keyledger/domain';
import { describe, expect, test } from 'vitest';
import { Seeded } from '../../../test/kit/seeded.ts';
import { VirtualTime } from '../../freshness/test/kit/virtual-time.ts';
import { SharedLimiter } from '../src/index.ts';
import { HOLD_MS } from '../src/shared-buckets.ts';
import { MemoryBuckets } from './kit/memory-buckets.ts';
import { Nodes } from './kit/three-nodes.ts';

const LIMITS: readonly RateLimit[] = [
  { perHour: 36_000, burst: 60, overage: false },
  { perHour: 1_000, burst: 100, overage: false },
  { perHour: 10_000, burst: 500, overage: false },
  { perHour: 100_000, burst: 2_000, overage: false },
  { perHour: 3_600_000, burst: 200, overage: false },
  { perHour: 36_000, burst: 5, overage: false },
];
const SPAN_MS = 3_000;
const STEP_MS = 5;
/** There or back. */
const LATENCY_MS = 3;

const tolerance = (amount: number): number => Math.max(1, amount / 100);

describe.each(LIMITS)('three nodes that share $perHour an hour and $burst at once', (limit) => {
  const rate = limit.perHour / 3_600_000;
  /** What others may have let through before it was taken, and what came back while it was held (docs/rate-limits.md). */
  const bound = 2 * Math.floor(limit.burst / 100 / 2) + rate * (HOLD_MS + 2 * LATENCY_MS);

  test('let through the limit within one request or one percent, however too many requests come to them', async () => {
    const random = new Seeded('three nodes, too many requests');
    const nodes = new Nodes(limit, 3, () => random.between(0.2, LATENCY_MS));
    const began = nodes.time.monotonic();
    const perStep = Math.ceil((2 * (limit.burst + rate * SPAN_MS)) / (SPAN_MS / STEP_MS));
    let weights = [1, 1, 1];
    for (let ms = 0; ms < SPAN_MS; ms += STEP_MS) {
      // Sometimes all of it comes to one node, sometimes in one lump.
      if (random.chance(0.05))
        weights = random.pick([
          [1, 1, 1],
          [1, 0, 0],
          [0, 1, 0],
          [0, 1, 1],
          [8, 1, 0],
        ]);
      const lump = random.chance(0.05) ? 20 : 1;
      const wheel = weights.flatMap((weight, node) => Array<number>(weight).fill(node));
      for (let i = 0; i < perStep * lump; i++) nodes.request(random.pick(wheel));
      await nodes.time.pass(STEP_MS);
    }
    await nodes.time.pass(200);
    const entitled = limit.burst + rate * (nodes.admitted.at(-1)!.at - began);
    // Requests come, and answers arrive, only so often.
    const grain = rate * (STEP_MS + 2 * LATENCY_MS);
    expect(Math.abs(nodes.total - entitled)).toBeLessThanOrEqual(tolerance(entitled) + grain);
    expect(nodes.lowest()).toBeGreaterThanOrEqual(-bound);
    // Once it is empty, a refusal needs nobody.
    expect(nodes.counts.refused).toBeGreaterThan(nodes.counts.waited / 2);
  });

  test('never let through more than the limit and the stated bound, whenever requests come', async () => {
    const random = new Seeded('three nodes, some requests');
    const nodes = new Nodes(limit, 3, () => random.between(0.2, LATENCY_MS));
    for (let i = 0; i < 150; i++) {
      const node = random.below(3);
      const lump = random.chance(0.3) ? random.below(Math.min(150, Math.ceil(limit.burst * 0.7))) : 1;
      for (let j = 0; j < lump; j++) nodes.request(random.chance(0.8) ? node : random.below(3), 1 + random.below(2));
      await nodes.time.pass(random.pick([0, 1, 3, 20, 40, 400, (random.next() * limit.burst) / rate / 2]));
    }
    await nodes.time.pass(200);
    expect(nodes.lowest()).toBeGreaterThanOrEqual(-bound - 1e-6);
  });
});

test('what nodes took ahead and do not need is there for the others', async () => {
  const nodes = new Nodes({ perHour: 1, burst: 1_000, overage: false }, 3, () => 1);
  for (let i = 0; i < 20; i++) {
    nodes.request(0);
    await nodes.time.pass(2);
  }
  for (let i = 0; i < 1_500; i++) nodes.request(1);
  await nodes.time.pass(200);
  expect(nodes.total).toBe(1_000);
});

test('above the last fifth no request waits but the first, and below it each does until it is empty', async () => {
  const nodes = new Nodes({ perHour: 1, burst: 1_000, overage: false }, 3, () => 1);
  const waits: boolean[] = [];
  for (let i = 0; i < 1_300; i++) {
    const before = nodes.counts.waited;
    nodes.request(i % 3);
    waits.push(nodes.counts.waited > before);
    await nodes.time.pass(1);
  }
  expect(nodes.total).toBe(1_000);
  const above = waits.slice(3, 750);
  expect(above.filter(Boolean)).toEqual([]);
  expect(waits.slice(850, 990).every(Boolean)).toBe(true);
  expect(waits.slice(1_010).every((waited) => !waited)).toBe(true);
});

test('what a bucket holds is told without taking anything, and asked for where it is not known', async () => {
  const nodes = new Nodes({ perHour: 1, burst: 10, overage: false }, 2, () => 1);
  for (let i = 0; i < 4; i++) nodes.request(0);
  await nodes.time.pass(100);
  const first = nodes.look(1);
  await nodes.time.pass(100);
  expect(await first).toMatchObject({ allowed: true, remaining: 6 });
  expect(nodes.look(1)).toMatchObject({ allowed: true, remaining: 6 });
  for (let i = 0; i < 20; i++) nodes.request(0);
  await nodes.time.pass(200);
  expect(nodes.look(0)).toMatchObject({ allowed: true, remaining: 0, retryAfterMs: 0 });
  expect(nodes.total).toBe(10);
});

test('a bucket that is asked for now and then takes nothing ahead', async () => {
  const nodes = new Nodes({ perHour: 36_000, burst: 60, overage: false }, 3, () => 1);
  for (let i = 0; i < 10; i++) {
    nodes.request(0);
    await nodes.time.pass(1_000);
  }
  expect(nodes.buckets.asked).toBe(10);
  expect(nodes.total).toBe(10);
});

test('a limit that becomes faster is felt at once, and what was emptied by the slower one is empty at worst', async () => {
  const time = new VirtualTime();
  const shared = new MemoryBuckets(() => time.monotonic());
  const failed = (error: unknown): never => {
    throw error;
  };
  const node = new SharedLimiter({ shared, nodes: () => 1, clock: time, timers: time, failed });
  const slow: RateLimit = { perHour: 1, burst: 10, overage: false };
  const fast: RateLimit = { perHour: 36_000, burst: 20, overage: false };
  const takes = async (limit: RateLimit): Promise<RateVerdict> => {
    const verdict = Promise.resolve(node.take('key', limit, 1));
    await time.pass(100);
    return verdict;
  };
  for (let i = 0; i < 10; i++) expect(await takes(slow)).toMatchObject({ allowed: true });
  expect(await takes(slow)).toMatchObject({ allowed: false });
  const refused = await takes(fast);
  expect(refused.retryAfterMs).toBeLessThanOrEqual(301);
  await time.pass(refused.retryAfterMs);
  expect(await takes(fast)).toMatchObject({ allowed: true });
});

test('what nodes let through before the bucket knew is owed until it has come back, and nothing beyond it', async () => {
  const shared = new MemoryBuckets(() => 0);
  const limit: RateLimit = { perHour: 1, burst: 10, overage: false };
  const ask = { bucket: 'key', limit, cost: 0, spent: 12, ahead: 0, nodes: 3 };
  const untold = { ...ask, spent: 0 };
  expect([shared.answer(ask).tokens, shared.answer(untold).tokens]).toEqual([-2, -2]);
  expect([shared.answer(ask).tokens, shared.answer(untold).tokens]).toEqual([-14, -2]);
});
