import { type LedgerPosition, positionAt } from '@keyledger/domain';
import { type BarrierAnswer, type BarrierRequest, Fault, type HolderProof, type Logger } from '@keyledger/ports';
import { expect, it } from 'vitest';
import { LeaseHolder, incarnationOf, newProof } from '../src/index.ts';
import { VirtualTime, settled } from './kit/virtual-time.ts';

const at = positionAt;
const TERMS = { stalenessMs: 3_000, staleAllowanceMs: 0 };
const silent: Logger = { debug() {}, info() {}, warn() {}, error() {} };

interface Asked extends PromiseWithResolvers<BarrierAnswer> {
  readonly request: BarrierRequest;
  answer(position: number, ledgerId?: string): Promise<void>;
}

function holder(jitter = (proof: string): string => `0000${proof.slice(4)}`) {
  const time = new VirtualTime();
  const asked: Asked[] = [];
  const told: string[] = [];
  const replaced: boolean[] = [];
  const leases = new LeaseHolder({
    source: {
      barrier(request) {
        const answer = Promise.withResolvers<BarrierAnswer>();
        const grant = async (position: number, ledgerId = 'led') => {
          answer.resolve({ nonce: request.nonce, ledgerId, position: at(position), terms: request.terms });
          await settled();
        };
        asked.push({ ...answer, request, answer: grant });
        return answer.promise;
      },
    },
    reporter: {
      applied: (_proof: HolderProof, _ledgerId: string, applied: LedgerPosition) => void told.push(String(applied)),
      giveBack: async () => void told.push('back'),
    },
    terms: TERMS,
    clock: time,
    timers: time,
    // Its part of the jitter is the test's to choose.
    newProof: () => jitter(newProof()) as HolderProof,
    logger: silent,
    observer: { ledgerReplaced: () => void replaced.push(true) },
  });
  const ask = (index: number): Asked => asked.at(index) as Asked;
  return { time, leases, asked, ask, told, replaced };
}

it('a life begins by asking, urgently, and holds a lease when the barrier is answered and applied', async () => {
  const { leases, ask } = holder();
  leases.begin(at(3));
  expect(ask(0).request.isUrgent).toBe(true);
  await ask(0).answer(4);
  expect(leases.isHeld()).toBe(false);
  leases.applied(at(4));
  expect(leases.isHeld()).toBe(true);
});

it('it is renewed twice before it would run out, so that nobody waits', async () => {
  const { time, leases, asked, ask } = holder();
  leases.begin(at(3));
  await ask(0).answer(3);
  for (const renewal of [1, 2, 3, 4]) {
    await time.pass(1_000);
    expect(asked).toHaveLength(renewal + 1);
    expect(ask(-1).request.isUrgent).toBe(false);
    await ask(-1).answer(3);
    expect(leases.isHeld()).toBe(true);
  }
});

it('it goes along with others once half of the time to its own renewal is over, and not while it is asking', async () => {
  const { time, leases, asked, ask } = holder();
  leases.begin(at(3));
  await ask(0).answer(3);
  await time.pass(499);
  leases.join();
  expect(asked).toHaveLength(1);
  await time.pass(1);
  leases.join();
  leases.join();
  expect(asked).toHaveLength(2);
  expect(ask(-1).request.isUrgent).toBe(false);
  await ask(-1).answer(3);
  await time.pass(999);
  expect(asked).toHaveLength(2);
  await time.pass(1);
  expect(asked).toHaveLength(3);
});

it('an answer that never comes does not keep it from asking again', async () => {
  const { time, leases, asked, ask } = holder();
  leases.begin(at(3));
  await time.pass(1_000);
  expect(asked).toHaveLength(2);
  await ask(1).answer(3);
  expect(leases.isHeld()).toBe(true);
});

it('a failure is tried again soon', async () => {
  const { time, leases, asked, ask } = holder();
  leases.begin(at(3));
  ask(0).reject(new Fault('ledger_unavailable', 'not now'));
  await time.pass(250);
  expect(asked).toHaveLength(2);
  await ask(1).answer(3);
  expect(leases.isHeld()).toBe(true);
});

it('nothing of a life survives it: no lease, no answer, and its secret is another', async () => {
  const { leases, ask } = holder();
  leases.begin(at(3));
  leases.begin(at(3));
  expect(incarnationOf(ask(0).request.proof)).not.toBe(incarnationOf(ask(1).request.proof));
  await ask(0).answer(3);
  expect(leases.isHeld()).toBe(false);
  await ask(1).answer(3);
  expect(leases.isHeld()).toBe(true);
  leases.end();
  expect(leases.isHeld()).toBe(false);
});

it('those who wait are let go when it is held, or when their time is over', async () => {
  const { time, leases, ask } = holder();
  leases.begin(at(3));
  const early = leases.held(100);
  const late = leases.held(5_000);
  await Promise.all([time.pass(100), expect(early).rejects.toMatchObject({ code: 'digest_key_unavailable' })]);
  await ask(0).answer(3);
  await late;
  await leases.held(0);
});

it('tells how far it has applied what was news, and not what was not', async () => {
  const { leases, ask, told } = holder();
  leases.begin(at(3));
  await ask(0).answer(4);
  leases.applied(at(4), false);
  leases.applied(at(5));
  expect(told).toEqual(['3', '5']);
});

it('tells what it has applied with the first answer, as an earlier barrier may have named it without one', async () => {
  const { leases, ask, told } = holder();
  leases.begin(at(3));
  leases.applied(at(6));
  expect(told).toEqual([]);
  await ask(0).answer(8);
  expect(told).toEqual(['6']);
});

it('renews a little sooner than others that began together with it', async () => {
  const { time, leases, asked } = holder((proof) => 'ffff' + proof.slice(4));
  leases.begin(at(3));
  await time.pass(905);
  expect(asked).toHaveLength(2);
});

it('gives its lease back when it is closed, and asks for none any more', async () => {
  const { time, leases, asked, ask, told } = holder();
  leases.begin(at(3));
  await ask(0).answer(3);
  await leases.close();
  expect(told).toEqual(['3', 'back']);
  expect(leases.isHeld()).toBe(false);
  await time.pass(10_000);
  expect(asked).toHaveLength(1);
});

it.each([
  ['another ledger', 9, 'other'],
  ['a ledger that ends below what was applied', 2, 'led'],
])('an answer from %s ends the life, and says so', async (_what, position, ledgerId) => {
  const { time, leases, ask, replaced } = holder();
  leases.begin(at(3));
  await ask(0).answer(3);
  await time.pass(1_000);
  await ask(1).answer(position, ledgerId);
  expect(leases.isHeld()).toBe(false);
  expect(replaced).toEqual([true]);
});
