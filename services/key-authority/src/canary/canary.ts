import type { LedgerPosition, OrganizationId } from '@keyledger/domain';
import { type Clock, type Timers, isFault } from '@keyledger/ports';

/** What a canary does, in order. */
export const CANARY_STEPS = ['organization', 'create', 'verify', 'revoke', 'refuse', 'everywhere'] as const;
export type CanaryStep = (typeof CANARY_STEPS)[number];

/** Until when a revocation is measured, from its being sent: refused by this replica; or by all that there are. */
export type CanaryMark = 'refused' | 'everywhere';

export interface CanaryKey {
  readonly id: string;
  readonly secret: string;
}

/** What became of a revocation; `not yet`: it was waited for long enough, and may still be within its bound. */
export type CanaryEverywhere = 'everywhere' | 'not yet' | 'too late';

/** The replica that the canary tries. */
export interface CanarySubject {
  /** False while it has not caught up, or cannot answer for what it knows: its other checks say why. */
  isReady(): boolean;
  /** The canaries' own organization, made if there is none. */
  organization(): Promise<OrganizationId>;
  /** @param expiresAt so that one that cannot be revoked ends by itself; milliseconds since the epoch */
  create(organizationId: OrganizationId, expiresAt: number): Promise<CanaryKey>;
  isAllowed(secret: string): Promise<boolean>;
  revoke(keyId: string): Promise<LedgerPosition>;
  /** Waits for the bound that is promised, for some minutes, or until the signal, whichever ends first. */
  everywhere(position: LedgerPosition, signal: AbortSignal): Promise<CanaryEverywhere>;
}

export interface CanaryObserver {
  /** In seconds. */
  revoked(mark: CanaryMark, seconds: number): void;
  failed(step: CanaryStep, why: string): void;
  /** A whole round went as it should, as far as it could be told. */
  sang(): void;
}

export interface CanaryOptions {
  readonly subject: CanarySubject;
  readonly observer: CanaryObserver;
  readonly intervalMs: number;
  readonly clock: Clock;
  readonly timers: Timers;
  /** From 0 up to 1. */
  readonly random: () => number;
}

/** Longer than a round can take before it revokes. */
const EXPIRES_AFTER_MS = 15 * 60_000;
/** What went wrong is told by its code, or so: the text is public on the ops port. */
const UNEXPECTED = 'an unexpected error';

class StepFailed extends Error {
  readonly step: CanaryStep;

  constructor(step: CanaryStep, why: string) {
    super(why);
    this.step = step;
  }
}

/**
 * Creates, verifies and revokes a key of its own now and then, and measures how soon it is refused: what a revocation
 * feels like, known before somebody needs one.
 */
export class Canary {
  readonly #options: CanaryOptions;
  readonly #stopping = new AbortController();
  #round: Promise<void> = Promise.resolve();
  #cancelNext = (): void => undefined;
  /** The key of a round that did not come to revoke it. */
  #left: string | null = null;

  constructor(options: CanaryOptions) {
    this.#options = options;
  }

  /** The first round is not at once: a replica that has just started has other things to do. */
  start(): void {
    this.#schedule(0.5, 1);
  }

  /** Calls off what is to come, and lets a round that is under way revoke its key. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    this.#cancelNext();
    await this.#round;
  }

  /** Somewhere between two parts of the interval, so that replicas do not run in step. */
  #schedule(least: number, most: number): void {
    if (this.#stopping.signal.aborted) return;
    const { intervalMs, random, timers } = this.#options;
    const part = least + (most - least) * random();
    this.#cancelNext = timers.after(intervalMs * part, () => {
      this.#round = this.#sing().finally(() => this.#schedule(0.9, 1.1));
    });
  }

  async #sing(): Promise<void> {
    const { subject, observer } = this.#options;
    try {
      if (subject.isReady() && (await this.#tryAll())) observer.sang();
    } catch (error) {
      // Outside of every step: before the first one.
      const failure = error instanceof StepFailed ? error : new StepFailed('organization', UNEXPECTED);
      observer.failed(failure.step, failure.message);
    }
  }

  /** @returns false: it was stopped before the end */
  async #tryAll(): Promise<boolean> {
    const { subject, clock } = this.#options;
    await this.#revokeLeft();
    const organizationId = await step('organization', () => subject.organization());
    if (this.#stopping.signal.aborted) return false;
    const expiresAt = clock.wall() + EXPIRES_AFTER_MS;
    const key = await step('create', () => subject.create(organizationId, expiresAt));
    this.#left = key.id;
    try {
      await this.#expect('verify', true, key);
    } catch (error) {
      // One that cannot be revoked either is left to the next round.
      await this.#revokeLeft().catch(() => undefined);
      throw error;
    }
    return this.#revoke(key);
  }

  async #revoke(key: CanaryKey): Promise<boolean> {
    const { subject, observer, clock } = this.#options;
    const { signal } = this.#stopping;
    const sentAt = clock.monotonic();
    const mark = (name: CanaryMark): void => observer.revoked(name, (clock.monotonic() - sentAt) / 1000);
    const position = await step('revoke', () => subject.revoke(key.id));
    this.#left = null;
    await this.#expect('refuse', false, key);
    mark('refused');
    const outcome = await step('everywhere', () => subject.everywhere(position, signal));
    if (outcome === 'everywhere') mark('everywhere');
    else if (signal.aborted) return false;
    else if (outcome === 'too late') throw new StepFailed('everywhere', 'not everywhere within the bound');
    return true;
  }

  async #expect(name: 'verify' | 'refuse', expected: boolean, key: CanaryKey): Promise<void> {
    const isAllowed = await step(name, () => this.#options.subject.isAllowed(key.secret));
    if (isAllowed !== expected)
      throw new StepFailed(name, isAllowed ? 'the key is still allowed' : 'the key is refused');
  }

  async #revokeLeft(): Promise<void> {
    const left = this.#left;
    if (left === null) return;
    await step('revoke', () => this.#options.subject.revoke(left));
    this.#left = null;
  }
}

async function step<T>(name: CanaryStep, run: () => Promise<T>): Promise<T> {
  try {
    return await run();
  } catch (error) {
    throw new StepFailed(name, isFault(error) ? error.code : UNEXPECTED);
  }
}
