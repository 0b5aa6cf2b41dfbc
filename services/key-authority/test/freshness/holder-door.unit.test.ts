import { BEFORE_FIRST, positionAt } from '@keyledger/domain';
import { Holders, incarnationOf, newProof, waitOf } from '@keyledger/freshness';
import { type BarrierRequest, type HolderProof, type Principal } from '@keyledger/ports';
import { beforeEach, expect, test } from 'vitest';
import { VirtualTime } from '../../../../libs/freshness/test/kit/virtual-time.ts';
import { HolderDoor } from '../../src/freshness/holder-door.ts';
import { ReportRelay } from '../../src/freshness/report-relay.ts';

const TERMS = { stalenessMs: 4_000, staleAllowanceMs: 0 };
const MAX_HOLD = 5_000;
const X = positionAt(9);
const node = (subject = 'node'): Principal => ({ subject, kind: 'token', role: 'service', organizationId: null });

let time: VirtualTime;
let holders: Holders;
let passed: string[];
let door: HolderDoor;

beforeEach(async () => {
  time = new VirtualTime();
  holders = new Holders(time);
  holders.began();
  await time.pass(waitOf(MAX_HOLD));
  passed = [];
  door = new HolderDoor({
    desk: {
      barrier: async ({ nonce, terms }: BarrierRequest) => ({ nonce, ledgerId: 'led', position: X, terms }),
    },
    holders,
    relay: new ReportRelay(({ gaveBack }) => void passed.push(gaveBack ? 'back' : 'applied')),
    clock: time,
    ledgerId: () => 'led',
    maxHoldMs: () => MAX_HOLD,
    maxHolders: 3,
  });
});

const ask = (proof: HolderProof, principal = node()) =>
  door.barrier({ nonce: 1, proof, terms: TERMS, isUrgent: true }, principal);
const report = (proof: HolderProof, changes: object = {}) =>
  door.report(proof, node(), { ledgerId: 'led', applied: X, giveBack: false, relay: false, ...changes });

test('one credential cannot make others wait for more holders than it may have, until some of them are over', async () => {
  const first = newProof();
  for (const proof of [first, newProof(), newProof()]) await ask(proof);
  await ask(first);
  await expect(ask(newProof())).rejects.toMatchObject({ code: 'rate_limited' });
  await ask(newProof(), node('another'));
  await time.pass(waitOf(MAX_HOLD));
  await ask(newProof());
});

test('a report ends the wait for whoever proves to be that life, and for nobody else', () => {
  const proof = newProof();
  holders.granted(positionAt(1), incarnationOf(proof), TERMS);
  report(newProof());
  report(incarnationOf(proof) as unknown as HolderProof);
  expect(holders.remainingMs(X, MAX_HOLD)).toBe(waitOf(4_000));
  report(proof);
  expect(holders.remainingMs(X, MAX_HOLD)).toBe(0);
});

test('a report on another ledger says nothing', () => {
  const proof = newProof();
  holders.granted(positionAt(1), incarnationOf(proof), TERMS);
  report(proof, { ledgerId: 'other' });
  report(proof, { ledgerId: 'other', giveBack: true });
  expect(holders.remainingMs(X, MAX_HOLD)).toBe(waitOf(4_000));
});

test('what a holder gives back is given back for good, and passed on where it knows no other authority', () => {
  const proof = newProof();
  holders.granted(positionAt(1), incarnationOf(proof), TERMS);
  report(proof, { applied: BEFORE_FIRST, giveBack: true });
  expect(passed).toEqual([]);
  expect(holders.remainingMs(X, MAX_HOLD)).toBe(0);
  const other = newProof();
  report(other, { giveBack: true, relay: true });
  expect(passed, 'nobody waits for whom no no-op has named').toEqual([]);
  holders.granted(positionAt(1), incarnationOf(other), TERMS);
  report(other, { giveBack: true, relay: true });
  expect(passed).toEqual(['back']);
});
