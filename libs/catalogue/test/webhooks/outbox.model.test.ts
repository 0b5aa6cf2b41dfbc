import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type WebhookDelivery, silentLogger } from '@keyledger/ports';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type StoredOutbox, openOutbox } from '../../src/index.ts';

const NONE: ReadonlySet<string> = new Set();
const HEALTHS = ['well', 'failing'] as const;
const WEBHOOKS = ['wh_1', 'wh_2', 'wh_3'] as const;

let folder: string;
let runs = 0;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'keyledger-outbox-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

interface Waiting {
  readonly webhook: string;
  attempts: number;
  at: number;
}

/** What an outbox must remember. */
class Model {
  now = 0;
  readonly over = new Set<string>();
  readonly waiting = new Map<string, Waiting>();
  readonly disabled = new Set<string>();
  readonly held = new Map<string, number>();

  add(webhook: string, id: string): void {
    if (this.disabled.has(webhook) || this.over.has(id) || this.waiting.has(id)) return;
    this.waiting.set(id, { webhook, attempts: 0, at: this.now });
  }

  end(id: string): void {
    this.waiting.delete(id);
    this.over.add(id);
  }

  of(webhook: string): readonly string[] {
    return [...this.waiting].filter(([, each]) => each.webhook === webhook).map(([id]) => id);
  }

  /** Of each endpoint that is not held, the oldest that is due. */
  due(): readonly string[] {
    return WEBHOOKS.flatMap((webhook) => {
      if ((this.held.get(webhook) ?? 0) > this.now) return [];
      return this.of(webhook).find((id) => (this.waiting.get(id)?.at ?? Infinity) <= this.now) ?? [];
    });
  }
}

interface Run {
  outbox: StoredOutbox;
  readonly file: string;
  readonly model: Model;
}
type Step = (run: Run) => Promise<void>;

const first = ({ outbox, model }: Run): WebhookDelivery | undefined =>
  HEALTHS.flatMap((health) => outbox.due(health, model.now, NONE, 1))[0];

const steps: fc.Arbitrary<Step> = fc.oneof(
  fc
    .record({ webhook: fc.constantFrom(...WEBHOOKS), number: fc.nat(20) })
    .map(({ webhook, number }): Step => async ({ outbox, model }) => {
      const id = `msg_${webhook}_${String(number)}`;
      model.add(webhook, id);
      await outbox.add(webhook, [{ id, payload: '{}', mayBeLeftOut: true }], model.now);
    }),
  fc.constant<Step>(async (run) => {
    const delivery = first(run);
    if (delivery === undefined) return;
    run.model.end(delivery.messageId);
    run.model.held.delete(delivery.webhookId);
    await run.outbox.delivered(delivery, run.model.now);
  }),
  fc
    .record({ wait: fc.integer({ min: 1, max: 30 }), hold: fc.nat(20), last: fc.integer({ max: 9, min: 0 }) })
    .map(({ wait, hold, last }): Step => async (run) => {
      const { model, outbox } = run;
      const delivery = first(run);
      const told = model.waiting.get(delivery?.messageId ?? '');
      if (delivery === undefined || told === undefined) return;
      const nextAt = last === 0 ? null : model.now + wait;
      model.held.set(told.webhook, model.now + hold);
      if (nextAt === null) {
        model.disabled.add(told.webhook);
        for (const id of model.of(told.webhook)) model.end(id);
      } else Object.assign(told, { attempts: told.attempts + 1, at: nextAt });
      await outbox.failed(delivery, { why: 'answered 500', nextAt, holdUntil: model.now + hold }, model.now);
    }),
  fc.integer({ min: 1, max: 20 }).map(
    (ms): Step =>
      async ({ model }) =>
        void (model.now += ms),
  ),
  fc.constant<Step>(async (run) => {
    run.outbox.close();
    run.outbox = openOutbox({ file: run.file, logger: silentLogger });
  }),
  fc.constantFrom(...WEBHOOKS).map((webhook): Step => async ({ outbox, model }) => {
    for (const id of model.of(webhook)) model.waiting.delete(id);
    for (const id of [...model.over]) if (id.startsWith(`msg_${webhook}_`)) model.over.delete(id);
    model.disabled.delete(webhook);
    model.held.delete(webhook);
    await outbox.forget(webhook);
  }),
);

test('whatever happens, over restarts, exactly what was added, has not arrived and may be tried is due', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(steps, { maxLength: 30, size: 'max' }), async (sequence) => {
      const file = join(folder, `${String((runs += 1))}.sqlite`);
      const run: Run = { file, model: new Model(), outbox: openOutbox({ file, logger: silentLogger }) };
      try {
        for (const step of sequence) {
          await step(run);
          const { model, outbox } = run;
          const due = HEALTHS.flatMap((health) => outbox.due(health, model.now, NONE, 10));
          expect(due.map(({ messageId }) => messageId).toSorted()).toEqual(model.due().toSorted());
          for (const { messageId, attempts } of due) expect(attempts).toBe(model.waiting.get(messageId)?.attempts);
          for (const id of WEBHOOKS) {
            expect(outbox.status(id)).toMatchObject({
              waiting: model.of(id).length,
              isDisabled: model.disabled.has(id),
            });
          }
        }
      } finally {
        run.outbox.close();
      }
    }),
    { numRuns: 20 },
  );
});
