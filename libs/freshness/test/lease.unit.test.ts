import { type LeaseTerms, positionAt } from '@keyledger/domain';
import { describe, expect, it } from 'vitest';
import { Lease } from '../src/index.ts';
import { VirtualTime } from './kit/virtual-time.ts';

const TERMS: LeaseTerms = { stalenessMs: 5_000, staleAllowanceMs: 0 };
const at = positionAt;

function asked(time = new VirtualTime(), applied = at(10)) {
  const lease = new Lease(time, applied);
  const nonce = lease.ask();
  const grant = (position: number, terms = TERMS, of = nonce) =>
    lease.granted({ nonce: of, ledgerId: 'l', position: at(position), terms });
  return { time, lease, nonce, grant };
}

describe('a lease', () => {
  it('is not held before anything is granted', () => {
    const { lease } = asked();
    expect(lease.isHeld()).toBe(false);
    expect(lease.state()).toEqual({ kind: 'none', ageMs: null, remainingMs: 0, terms: null });
  });

  it('is held only once everything up to the barrier is applied', () => {
    const { lease, grant } = asked();
    grant(12);
    expect(lease.isHeld()).toBe(false);
    lease.applied(at(11));
    expect(lease.isHeld()).toBe(false);
    lease.applied(at(12));
    expect(lease.isHeld()).toBe(true);
  });

  it('counts from the asking, not from the answer and not from the applying', async () => {
    const { time, lease, grant } = asked();
    await time.pass(3_000);
    grant(12);
    await time.pass(1_000);
    lease.applied(at(12));
    expect(lease.state()).toMatchObject({ kind: 'fresh', ageMs: 4_000, remainingMs: 1_000 });
    await time.pass(999);
    expect(lease.isHeld()).toBe(true);
    await time.pass(1);
    expect(lease.isHeld()).toBe(false);
  });

  it('has run out where the machine slept, though the monotonic clock stood still', () => {
    const { time, lease, grant } = asked();
    grant(10);
    time.suspend(5_000);
    expect(lease.isHeld()).toBe(false);
    expect(lease.state().kind).toBe('none');
  });

  it('has run out by the monotonic clock, though the wall clock was set back a little on the way', async () => {
    const { time, lease, grant } = asked();
    grant(10);
    await time.pass(4_000);
    time.setWall(-3_000);
    expect(lease.isHeld()).toBe(true);
    await time.pass(1_000);
    expect(lease.isHeld()).toBe(false);
  });

  it('is void while the wall clock reads earlier than at the asking', () => {
    const { time, lease, grant } = asked();
    grant(10);
    time.setWall(-1);
    expect(lease.isHeld()).toBe(false);
    expect(lease.state()).toMatchObject({ kind: 'none', remainingMs: 0 });
  });

  it('is stale between its bound and the end of its allowance', async () => {
    const { time, lease, grant } = asked();
    grant(10, { stalenessMs: 5_000, staleAllowanceMs: 10_000 });
    await time.pass(5_000);
    expect(lease.state()).toMatchObject({ kind: 'stale', remainingMs: 10_000 });
    expect(lease.isHeld()).toBe(true);
    await time.pass(10_000);
    expect(lease.isHeld()).toBe(false);
  });

  it('is of the newest asking, in whatever order the answers come', async () => {
    const { time, lease, nonce, grant } = asked();
    await time.pass(2_000);
    const second = lease.ask();
    grant(10, TERMS, second);
    grant(10, TERMS, nonce);
    await time.pass(4_999);
    expect(lease.isHeld()).toBe(true);
    await time.pass(1);
    expect(lease.isHeld()).toBe(false);
  });

  it('becomes shorter where less is granted', async () => {
    const { time, lease, grant } = asked();
    grant(10, { stalenessMs: 5_000, staleAllowanceMs: 60_000 });
    grant(10, TERMS, lease.ask());
    await time.pass(5_000);
    expect(lease.isHeld()).toBe(false);
  });

  it('is not held by an answer to nothing, to a question twice, or to one that is long forgotten', () => {
    const { lease, nonce, grant } = asked();
    grant(10, TERMS, nonce + 1);
    expect(lease.isHeld()).toBe(false);
    for (let others = 0; others < 8; others++) lease.ask();
    grant(10, TERMS, nonce);
    expect(lease.isHeld()).toBe(false);
  });

  it('says so where a barrier stands below what was applied when it was asked for', () => {
    const { lease, grant } = asked();
    expect(grant(9)).toBe(false);
    expect(lease.isHeld()).toBe(false);
  });
});
