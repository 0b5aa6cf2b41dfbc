import { Directory } from '@keyledger/directory';
import { type LedgerPosition, type Noop, positionAt } from '@keyledger/domain';
import { incarnationOf, newProof, waitOf } from '@keyledger/freshness';
import { type Ledger, type LedgerEntry, type Principal, silentLogger } from '@keyledger/ports';
import { decodeRecord } from '@keyledger/wire';
import { expect, test } from 'vitest';
import * as sample from '../../../../libs/domain/test/kit/samples.ts';
import { Story } from '../../../../libs/domain/test/kit/story.ts';
import { VirtualTime } from '../../../../libs/freshness/test/kit/virtual-time.ts';
import { ReplicaFreshness } from '../../src/freshness/replica-freshness.ts';
import { Acknowledged } from '../../src/ledger/acknowledged.ts';

const TERMS = { stalenessMs: 4_000, staleAllowanceMs: 0 };

/** A replica whose barriers land and are read at once. */
function replica({ terms = TERMS, acknowledgedAfterMs = 0 } = {}) {
  const time = new VirtualTime();
  const directory = new Directory();
  const story = new Story();
  const tell = (event: Parameters<Story['tell']>[1]): LedgerPosition => {
    const { position, attempt } = story.tell('ledger', event);
    directory.fold(position, attempt);
    directory.advance(position);
    return position;
  };
  tell(sample.ledgerOpened());
  let last = 100;
  const noops: Noop[] = [];
  const read = (position: LedgerPosition): void => {
    directory.advance(position);
    freshness.applied(position, false);
  };
  const ledger = {
    barrier: async ({ value }: LedgerEntry) => {
      const record = decodeRecord(value);
      if (record.kind === 'noop') noops.push(record.noop);
      if (acknowledgedAfterMs > 0) await new Promise<void>((resolve) => time.after(acknowledgedAfterMs, resolve));
      last += 1;
      queueMicrotask(() => read(positionAt(last)));
      return { position: positionAt(last), isNew: true };
    },
  } as unknown as Ledger;
  const freshness: ReplicaFreshness = new ReplicaFreshness({
    acknowledged: new Acknowledged({
      ledger,
      applied: () => directory.applied,
      fail: (fault) => expect.fail(String(fault)),
    }),
    directory,
    waitFor: () => Promise.resolve(),
    policy: terms,
    clock: time,
    timers: time,
    logger: silentLogger,
  });
  freshness.began();
  return { time, tell, freshness, noops };
}

test('a replica holds a lease for as long as it runs', async () => {
  const { time, freshness } = replica();
  expect(freshness.lease().kind).toBe('none');
  freshness.live();
  for (let second = 0; second < 60; second += 1) {
    await time.pass(1_000);
    expect(freshness.held.isHeld()).toBe(true);
  }
});

test('a short lease of its own is renewed in time, also where the ledger takes a while to acknowledge', async () => {
  const terms = { stalenessMs: 100, staleAllowanceMs: 0 };
  const { time, freshness } = replica({ terms, acknowledgedAfterMs: 40 });
  freshness.live();
  await time.pass(60);
  for (let ms = 0; ms < 2_000; ms += 1) {
    await time.pass(1);
    expect(freshness.held.isHeld(), `after ${String(ms)} ms`).toBe(true);
  }
});

test('it renews its own lease with the no-op of another holder, where it would soon need one itself', async () => {
  const { time, freshness, noops } = replica();
  freshness.live();
  await time.pass(1_000);
  const proof = newProof();
  const node: Principal = { kind: 'token', role: 'service', subject: 'node', organizationId: null };
  await freshness.door.barrier({ nonce: 1, proof, terms: TERMS, isUrgent: true }, node);
  expect(noops).toHaveLength(2);
  const own = incarnationOf(freshness.held.proof ?? expect.fail());
  expect(noops[1]?.holders.map(({ incarnation }) => incarnation)).toEqual([incarnationOf(proof), own]);
});

test('every no-op that it writes says how far it is', async () => {
  const { time, freshness, noops } = replica();
  freshness.live();
  await time.pass(0);
  const [noop] = noops;
  expect(noop?.reports).toEqual([{ incarnation: noop?.holders[0]?.incarnation, applied: 0, gaveBack: false }]);
});

test('it goes on under the name of an epoch that another replica has opened', async () => {
  const { time, tell, freshness } = replica();
  freshness.live();
  await time.pass(10_000);
  tell({ type: 'ledger.epoch_opened', ledgerId: 'ledger2', replaces: ['ledger0'], longestHoldMs: 5_000 });
  await time.pass(10_000);
  expect(freshness.lease().kind).toBe('fresh');
});

test('an epoch that it reads ends a ledger whose leases nobody knows by name: they are waited for from then on', async () => {
  const { time, tell, freshness } = replica();
  freshness.live();
  await time.pass(waitOf(5_000));
  const remainingMs = (position: number): number => freshness.everywhere.remainingMs(positionAt(position));
  expect(remainingMs(50)).toBe(0);
  const at = tell({ type: 'ledger.epoch_opened', ledgerId: 'ledger2', replaces: ['ledger0'], longestHoldMs: 60_000 });
  freshness.applied(at, true);
  expect(remainingMs(at + 1)).toBe(waitOf(60_000));
  expect(remainingMs(at), 'what was lost may have stood anywhere').toBe(waitOf(60_000));
  await time.pass(waitOf(60_000));
  expect(remainingMs(at + 1)).toBe(0);
});

test('nothing is everywhere before it has read for as long as anybody could hold a lease from before', async () => {
  const { time, tell, freshness } = replica();
  expect(freshness.everywhere.remainingMs(positionAt(50))).toBe(Infinity);
  freshness.live();
  expect(freshness.everywhere.remainingMs(positionAt(50))).toBe(waitOf(5_000));
  // Who is granted more from now on is known by name.
  tell({ type: 'ledger.max_hold_changed', maxHoldMs: 60_000 });
  await time.pass(waitOf(5_000));
  expect(freshness.everywhere.remainingMs(positionAt(50))).toBe(0);
});
