import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type StoredOutbox, openOutbox } from '@keyledger/catalogue';
import { type Clock, type Timers, silentLogger } from '@keyledger/ports';
import { Dispatcher, type SendOutcome } from '@keyledger/webhooks';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';

const MINUTE = 60_000;
const WEBHOOKS = ['wh_1', 'wh_2'] as const;
const DOWN: SendOutcome = { delivered: false, why: 'answered 500', gone: false, retryAfter: null };

let folder: string;
let runs = 0;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'keyledger-deliveries-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** One replica's deliveries over all of its lives. */
class Replica {
  now = 1_000_000;
  isDown = false;
  hasKey = true;
  readonly arrived: string[] = [];
  readonly added = new Set<string>();
  readonly #file: string;
  #timers = new Map<() => void, number>();
  #outbox: StoredOutbox;
  #dispatcher: Dispatcher;

  constructor(file: string) {
    this.#file = file;
    this.#outbox = openOutbox({ file, logger: silentLogger });
    this.#dispatcher = this.#begin();
  }

  #begin(): Dispatcher {
    const clock: Clock = { wall: () => this.now, monotonic: () => this.now };
    const timers: Timers = {
      after: (ms, run) => {
        this.#timers.set(run, this.now + ms);
        return () => void this.#timers.delete(run);
      },
    };
    const dispatcher = new Dispatcher({
      outbox: this.#outbox,
      endpointOf: (id) => ({ owner: id, url: `https://${id}.example/`, secret: this.hasKey ? 'whsec_c2VjcmV0' : null }),
      send: async (_url, headers) => {
        if (this.isDown) return DOWN;
        this.arrived.push(headers['webhook-id'] ?? '');
        return { delivered: true };
      },
      ...{ clock, timers, random: () => 0, atOnce: 2, atOnceOfOne: 2, logger: silentLogger },
    });
    dispatcher.wake();
    return dispatcher;
  }

  async add(webhookId: string, number: number): Promise<void> {
    const id = `msg_${webhookId}_${String(number)}`;
    this.added.add(id);
    await this.#outbox.add(webhookId, [{ id, payload: '{}', mayBeLeftOut: true }], this.now);
    this.#dispatcher.wake();
    await this.#settle();
  }

  /** Timers ring on the way. */
  async pass(ms: number): Promise<void> {
    const end = this.now + ms;
    for (;;) {
      const [next] = [...this.#timers].filter(([, at]) => at <= end).toSorted(([, one], [, other]) => one - other);
      if (next === undefined) break;
      this.now = Math.max(this.now, next[1]);
      this.#timers.delete(next[0]);
      next[0]();
      await this.#settle();
    }
    this.now = end;
  }

  /** Without an end in good order: what runs is cut off, and its timers are gone. */
  async crash(): Promise<void> {
    this.#timers = new Map();
    this.#outbox.close();
    this.#outbox = openOutbox({ file: this.#file, logger: silentLogger });
    this.#dispatcher = this.#begin();
    await this.#settle();
  }

  async close(): Promise<void> {
    await this.#dispatcher.stop();
    this.#outbox.close();
  }

  /** A write waits for a turn, and the attempt behind it for another. */
  async #settle(): Promise<void> {
    for (let turn = 0; turn < 8; turn++) await settled();
  }
}

type Step = (replica: Replica) => Promise<void>;
const steps: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ webhook: fc.constantFrom(...WEBHOOKS), number: fc.nat(6) }).map(
    ({ webhook, number }): Step =>
      async (replica) =>
        replica.add(webhook, number),
  ),
  fc.integer({ min: 1, max: 30 * MINUTE }).map(
    (ms): Step =>
      async (replica) =>
        replica.pass(ms),
  ),
  fc.boolean().map(
    (isDown): Step =>
      async (replica) =>
        void (replica.isDown = isDown),
  ),
  fc.boolean().map(
    (hasKey): Step =>
      async (replica) =>
        void (replica.hasKey = hasKey),
  ),
  fc.constant<Step>(async (replica) => replica.crash()),
);

test('over outages, missing digest keys and crashes, every message arrives in the end, and none twice', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(steps, { maxLength: 25, size: 'max' }), async (sequence) => {
      const replica = new Replica(join(folder, `${String((runs += 1))}.sqlite`));
      try {
        for (const step of sequence) await step(replica);
        Object.assign(replica, { isDown: false, hasKey: true });
        await replica.pass(24 * 60 * MINUTE);
        expect(replica.arrived.toSorted()).toEqual([...replica.added].toSorted());
      } finally {
        await replica.close();
      }
    }),
    { numRuns: 25 },
  );
});
