import { Directory } from '@keyledger/directory';
import { type AppliedReport, type Incarnation, type LeaseTerms, type Noop, positionAt } from '@keyledger/domain';
import { Holders, incarnationOf, newProof, waitOf } from '@keyledger/freshness';
import { Fault } from '@keyledger/ports';
import { expect, test } from 'vitest';
import { VirtualTime, settled } from '../../../../libs/freshness/test/kit/virtual-time.ts';
import * as sample from '../../../../libs/domain/test/kit/samples.ts';
import { Story } from '../../../../libs/domain/test/kit/story.ts';
import { BarrierDesk } from '../../src/freshness/barrier-desk.ts';

const POLICY: LeaseTerms = { stalenessMs: 4_000, staleAllowanceMs: 0 };

/** A desk whose writes the test lets land, each by hand. */
function desk({ policy = POLICY, maxNames = 100 } = {}) {
  const time = new VirtualTime();
  const directory = new Directory();
  const story = new Story();
  story.tell('ledger', sample.ledgerOpened());
  const fold = (): void => {
    for (const { position, attempt } of story.changes) {
      if (position > directory.applied) directory.fold(position, attempt);
      directory.advance(position);
    }
  };
  fold();
  const holders = new Holders(time);
  const written: (PromiseWithResolvers<number> & { readonly noop: Noop })[] = [];
  const readBack: number[] = [];
  const barriers = new BarrierDesk({
    acknowledged: {
      barrier(noop: Noop) {
        const landing = Promise.withResolvers<number>();
        written.push({ ...landing, noop });
        return landing.promise.then(positionAt);
      },
    },
    holders,
    directory,
    waitFor: async (position) => void readBack.push(position),
    policy,
    timers: time,
    maxNames,
  });
  const ask = (isUrgent = true, terms = POLICY, proof = newProof()) => ({
    incarnation: incarnationOf(proof),
    answer: barriers.barrier({ nonce: 7, proof, terms, isUrgent }),
  });
  const names = (index: number) => written[index]?.noop.holders.map(({ incarnation }) => incarnation);
  return { time, barriers, holders, written, readBack, ask, names, story, fold };
}

test('all who ask in one turn share a no-op that names them, and is answered once it was read back', async () => {
  const { written, readBack, ask, names } = desk();
  const [one, other] = [ask(), ask()];
  await settled();
  expect(names(0)).toEqual([one.incarnation, other.incarnation]);
  expect(written[0]?.noop.complete).toBe(true);
  written[0]?.resolve(12);
  expect(await one.answer).toEqual({ nonce: 7, ledgerId: 'ledger1', position: 12, terms: POLICY, limitSharers: 0 });
  expect(await other.answer).toMatchObject({ position: 12 });
  expect(readBack).toEqual([12, 12]);
  expect(written).toHaveLength(1);
});

test('who asks while a no-op is being written is named in the next, never in that one', async () => {
  const { written, ask, names } = desk();
  const early = ask();
  await settled();
  const late = ask();
  await settled();
  expect(written).toHaveLength(1);
  written[0]?.resolve(12);
  await early.answer;
  await settled();
  expect(names(1)).toEqual([late.incarnation]);
  written[1]?.resolve(13);
  expect(await late.answer).toMatchObject({ position: 13 });
});

test('renewals wait a moment for each other, and go along with one that is urgent', async () => {
  const { time, written, ask, names } = desk();
  const renewing = [ask(false), ask(false)];
  await time.pass(24);
  expect(written).toHaveLength(0);
  const urgent = ask();
  await settled();
  expect(names(0)).toEqual([...renewing, urgent].map(({ incarnation }) => incarnation));
  written[0]?.resolve(1);
  const alone = ask(false);
  await time.pass(25);
  expect(names(1)).toEqual([alone.incarnation]);
});

test.each([
  ['than the authority does', { stalenessMs: 9_000, staleAllowanceMs: 9_000 }, POLICY, POLICY],
  [
    'than the ledger allows',
    { stalenessMs: 3_000, staleAllowanceMs: 9_000 },
    { stalenessMs: 60_000, staleAllowanceMs: 60_000 },
    { stalenessMs: 3_000, staleAllowanceMs: 2_000 },
  ],
  [
    'than was asked for',
    { stalenessMs: 1_000, staleAllowanceMs: 0 },
    { stalenessMs: 4_000, staleAllowanceMs: 1_000 },
    { stalenessMs: 1_000, staleAllowanceMs: 0 },
  ],
])('grants no more %s', async (_what, asked, policy, granted) => {
  const { written, ask } = desk({ policy });
  const { answer } = ask(true, asked);
  await settled();
  expect(written[0]?.noop.holders[0]?.terms).toEqual(granted);
  written[0]?.resolve(12);
  expect((await answer).terms).toEqual(granted);
});

test('grants no more than the ledger allows where the no-op stands, whatever it allowed when that was built', async () => {
  const { written, ask, story, fold } = desk();
  const { answer } = ask();
  await settled();
  story.tell('ledger', { type: 'ledger.max_hold_changed', maxHoldMs: 1_000 });
  fold();
  written[0]?.resolve(12);
  expect((await answer).terms).toEqual({ stalenessMs: 1_000, staleAllowanceMs: 0 });
});

test('a holder counts from the acknowledgement on, before it has its answer', async () => {
  const { time, written, ask, holders } = desk();
  holders.began();
  await time.pass(waitOf(5_000));
  const { answer } = ask();
  await settled();
  expect(holders.remainingMs(positionAt(20), 5_000)).toBe(0);
  written[0]?.resolve(12);
  await answer;
  expect(holders.remainingMs(positionAt(20), 5_000)).toBe(waitOf(4_000));
});

test('more than one no-op can name are not hidden: it says that there are others', async () => {
  const { written, ask } = desk({ maxNames: 1 });
  ask();
  ask();
  await settled();
  expect(written[0]?.noop).toMatchObject({ complete: false });
  expect(written[0]?.noop.holders).toHaveLength(1);
});

test('a holder is named once, however often it asks, and cannot ask without end', async () => {
  const { written, ask } = desk({ maxNames: 2 });
  const proof = newProof();
  const terms = { stalenessMs: 1_000, staleAllowanceMs: 0 };
  const own = [ask(true, terms, proof), ask(true, POLICY, proof)];
  for (let more = 0; more < 14; more += 1) own.push(ask(true, terms, proof));
  const other = ask();
  await expect(ask(true, terms, proof).answer).rejects.toMatchObject({ code: 'rate_limited' });
  await settled();
  expect(written[0]?.noop.holders).toEqual([
    { incarnation: own[0]?.incarnation, terms: POLICY },
    { incarnation: other.incarnation, terms: POLICY },
  ]);
  expect(written[0]?.noop.complete).toBe(true);
  written[0]?.resolve(12);
  expect(await Promise.all([...own, other].map(({ answer }) => answer))).toHaveLength(17);
});

test('what is passed on never makes a no-op too large', async () => {
  const { barriers, written } = desk();
  for (let holder = 0; holder < 1_500; holder += 1) {
    const incarnation = holder.toString(16).padStart(32, '0') as Incarnation;
    void barriers.relay({ incarnation, applied: positionAt(9), gaveBack: true });
  }
  await settled();
  expect(written[0]?.noop.reports).toHaveLength(1_000);
  written[0]?.resolve(12);
  await settled();
  expect(written[1]?.noop.reports).toHaveLength(500);
});

test('a no-op that may not have been written grants nothing', async () => {
  const { written, ask } = desk();
  const { answer } = ask();
  await settled();
  written[0]?.reject(new Fault('outcome_unknown', 'no answer'));
  await expect(answer).rejects.toMatchObject({ code: 'outcome_unknown' });
});

test('what is passed on goes along, and is tried again where the ledger did not take it', async () => {
  const { time, barriers, written } = desk();
  const report: AppliedReport = { incarnation: 'a'.repeat(32) as Incarnation, applied: positionAt(9), gaveBack: false };
  const tried = barriers.relay(report);
  await settled();
  expect(written[0]?.noop).toEqual({ holders: [], complete: true, reports: [report] });
  written[0]?.reject(new Fault('ledger_unavailable', 'not now'));
  await tried;
  const newer = { ...report, applied: positionAt(11) };
  void barriers.relay(newer);
  await settled();
  expect(written[1]?.noop.reports).toEqual([newer]);
  written[1]?.reject(new Fault('ledger_unavailable', 'not now'));
  await time.pass(250);
  expect(written[2]?.noop.reports).toEqual([newer]);
  written[2]?.resolve(30);
  await time.pass(1_000);
  expect(written).toHaveLength(3);
});

test('before the ledger has an identity nothing is granted', async () => {
  const barriers = new BarrierDesk({
    acknowledged: { barrier: () => Promise.reject(new Error('not to be called')) },
    holders: new Holders(new VirtualTime()),
    directory: new Directory(),
    waitFor: () => Promise.resolve(),
    policy: POLICY,
    timers: new VirtualTime(),
  });
  const request = { nonce: 1, proof: newProof(), terms: POLICY, isUrgent: true };
  await expect(barriers.barrier(request)).rejects.toMatchObject({ code: 'not_caught_up' });
});

test('those among which rate limits are shared out are named as such, and told how many they are', async () => {
  const { barriers, holders, time, written, ask } = desk();
  const node = (proof = newProof()) =>
    barriers.barrier({ nonce: 7, proof, terms: POLICY, isUrgent: true, sharesLimits: true });
  const gone = newProof();
  const answers = [node(), node(gone), ask().answer];
  await settled();
  expect(written[0]?.noop.holders.map(({ sharesLimits }) => sharesLimits)).toEqual([true, true, undefined]);
  written[0]?.resolve(12);
  for (const answer of answers) expect(await answer).toMatchObject({ limitSharers: 2 });
  const elsewhere = new Holders(time);
  elsewhere.read(positionAt(12), written[0]?.noop ?? expect.fail('nothing was written'), POLICY.stalenessMs);
  expect(elsewhere.sharingLimits).toBe(2);
  holders.gaveBack(incarnationOf(gone));
  expect(holders.sharingLimits).toBe(1);
  await time.pass(waitOf(POLICY.stalenessMs));
  expect(holders.sharingLimits).toBe(0);
});
