import { beforeEach, describe, expect, test, vi } from 'vitest';
import { VirtualTime, settled } from '../../../../libs/freshness/test/kit/virtual-time.ts';
import { Canary, type CanaryMark, type CanaryObserver, type CanaryStep } from '../../src/canary/canary.ts';
import { FakeReplica } from './fake-replica.ts';

const MINUTE = 60_000;
const INTERVAL = 10 * MINUTE;

let time: VirtualTime;
let replica: FakeReplica;
let heard: Heard;

beforeEach(() => {
  time = new VirtualTime();
  replica = new FakeReplica(time);
  heard = new Heard();
});

/** @param random what decides between the earliest and the latest moment */
function startCanary(random = 0): Canary {
  const parts = { subject: replica, observer: heard, clock: time, timers: time };
  const canary = new Canary({ ...parts, intervalMs: INTERVAL, random: () => random });
  canary.start();
  return canary;
}

describe('the canary', () => {
  test('creates, verifies and revokes a key, and measures until it is refused here and everywhere', async () => {
    replica.everywhereAfterMs = 250;
    startCanary();
    await time.pass(INTERVAL);
    expect(heard.marks).toEqual([
      ['refused', 0],
      ['everywhere', 0.25],
    ]);
    expect([replica.created, replica.active.size, heard.songs]).toEqual([1, 0, 1]);
    expect(replica.expiresAt - time.wall()).toBeGreaterThan(MINUTE);
  });

  test.each([
    [0, 5],
    [0.999, 9.99],
  ])('first sings after half an interval to a whole one (random %d: %d minutes)', async (random, minutes) => {
    startCanary(random);
    await time.pass(minutes * MINUTE - 1_000);
    expect(replica.created).toBe(0);
    await time.pass(2_000);
    expect(replica.created).toBe(1);
  });

  test('sings again a tenth of an interval earlier or later, counted from the end of a round', async () => {
    replica.everywhereAfterMs = 2 * MINUTE;
    startCanary();
    await time.pass(7 * MINUTE + 9 * MINUTE - 1_000);
    expect(replica.created).toBe(1);
    await time.pass(2_000);
    expect(replica.created).toBe(2);
  });

  test('leaves out the rounds in which the replica is not ready, and calls none of them a failure', async () => {
    replica.ready = false;
    startCanary();
    await time.pass(INTERVAL);
    expect([replica.calls, heard.failures]).toEqual([[], []]);
    replica.ready = true;
    await time.pass(INTERVAL);
    expect(heard.songs).toBe(1);
  });

  test.each(['organization', 'create', 'verify', 'revoke', 'refuse', 'everywhere'] as const)(
    'names the step %s when it fails, by its code alone, and sings again when that has passed',
    async (step) => {
      replica.failing = step;
      startCanary();
      await time.pass(5 * MINUTE);
      expect(heard.failures).toEqual([[step, 'ledger_unavailable']]);
      expect(heard.songs).toBe(0);
      replica.failing = null;
      await time.pass(INTERVAL);
      expect([heard.failures.length, heard.songs, replica.active.size]).toEqual([1, 1, 0]);
    },
  );

  test('fails when the key is refused before it is revoked', async () => {
    replica.answers = [false];
    startCanary();
    await time.pass(5 * MINUTE);
    expect(heard.failures).toEqual([['verify', 'the key is refused']]);
    expect(replica.active.size).toBe(0);
  });

  test('leaves no key behind that could not be verified, and still says that it could not', async () => {
    replica.failing = 'verify';
    const canary = startCanary();
    await time.pass(5 * MINUTE);
    await canary.stop();
    expect([replica.created, replica.active.size]).toEqual([1, 0]);
    expect(heard.failures).toEqual([['verify', 'ledger_unavailable']]);
  });

  test('fails when it cannot be told whether the replica is ready, and sings again when that has passed', async () => {
    const isReady = vi.spyOn(replica, 'isReady').mockImplementation(() => {
      throw new Error('a secret of somebody');
    });
    startCanary();
    await time.pass(5 * MINUTE);
    expect(heard.failures).toEqual([['organization', 'an unexpected error']]);
    isReady.mockRestore();
    await time.pass(INTERVAL);
    expect([heard.failures.length, heard.songs]).toEqual([1, 1]);
  });

  test('fails when the key is allowed after it was revoked', async () => {
    replica.answers = [true, true];
    startCanary();
    await time.pass(5 * MINUTE);
    expect(heard.failures).toEqual([['refuse', 'the key is still allowed']]);
    expect(heard.marks).toEqual([]);
  });

  test('fails when the revocation does not come true everywhere within the bound', async () => {
    replica.outcome = 'too late';
    startCanary();
    await time.pass(5 * MINUTE);
    expect(heard.failures).toEqual([['everywhere', 'not everywhere within the bound']]);
    expect(heard.marks).toEqual([['refused', 0]]);
  });

  test('sings on where the bound is longer than a round may last, and measures no more than it knows', async () => {
    replica.outcome = 'not yet';
    startCanary();
    await time.pass(5 * MINUTE);
    expect([heard.failures, heard.songs, heard.marks]).toEqual([[], 1, [['refused', 0]]]);
    replica.answers = [false];
    await time.pass(9 * MINUTE);
    expect(heard.failures).toEqual([['verify', 'the key is refused']]);
  });

  test('revokes the key that an earlier round could not, before it makes another', async () => {
    replica.failing = 'revoke';
    startCanary();
    await time.pass(5 * MINUTE + 9 * MINUTE);
    expect([replica.created, replica.active.size]).toEqual([1, 1]);
  });

  test('does nothing more once it is stopped', async () => {
    const canary = startCanary();
    await canary.stop();
    await time.pass(INTERVAL);
    expect([replica.calls, time.timers]).toEqual([[], 0]);
  });

  test('waits no longer for everywhere when it is stopped, and calls that no failure', async () => {
    replica.everywhereAfterMs = INTERVAL;
    const canary = startCanary();
    await time.pass(5 * MINUTE);
    await canary.stop();
    expect([replica.active.size, heard.failures, heard.songs]).toEqual([0, [], 0]);
  });

  test('has revoked its key when stop resolves, also in the middle of a round', async () => {
    const gate = Promise.withResolvers<void>();
    replica.beforeVerify = gate.promise;
    const canary = startCanary();
    await time.pass(5 * MINUTE);
    expect(replica.active.size).toBe(1);
    const stopped = canary.stop();
    await settled();
    gate.resolve();
    await stopped;
    expect([replica.active.size, time.timers]).toEqual([0, 0]);
  });
});

class Heard implements CanaryObserver {
  readonly marks: [CanaryMark, number][] = [];
  readonly failures: [CanaryStep, string][] = [];
  songs = 0;
  revoked = (mark: CanaryMark, seconds: number): void => void this.marks.push([mark, seconds]);
  failed = (step: CanaryStep, why: string): void => void this.failures.push([step, why]);
  sang = (): void => void (this.songs += 1);
}
