import { setImmediate as nextTurn } from 'node:timers/promises';
import type { CountableKey } from '@keyledger/catalogue';
import { type BusyHour, type KeyUse, NEAR_LIMIT_MS, type Profile, isNearLimit, limitsOf } from '@keyledger/domain';
import type { Clock, Logger, Timers } from '@keyledger/ports';
import type { UsageRecords } from '../application/usage-records.ts';
import type { CatalogueFeed } from '../ledger/catalogue-feed.ts';
import { Rounds } from '../rounds.ts';

export interface UseWatchOptions {
  readonly catalogue: Pick<CatalogueFeed, 'current'>;
  readonly usage: Pick<UsageRecords, 'countedSince' | 'hoursOf' | 'lastUsedAt'>;
  /** Whether no request can have been left out since counting began. */
  readonly countsEverything: boolean;
  readonly profile: () => Profile;
  readonly clock: Clock;
  readonly timers: Timers;
  readonly logger: Logger;
  readonly intervalMs: number;
}

/** Keys after which others get their turn: this is the thread that keys are verified on. */
const KEYS_A_TURN = 50;
const HOUR_MS = 3_600_000;
const MINUTE_MS = 60_000;

/**
 * Goes over all keys now and then and holds their use against the rules for notices; between two rounds the list says
 * what the last one found.
 */
export class UseWatch {
  readonly #options: UseWatchOptions;
  readonly #rounds: Rounds;

  constructor(options: UseWatchOptions) {
    this.#options = options;
    this.#rounds = new Rounds({ ...options, failed: 'the use of keys could not be looked at' }, () => this.round());
  }

  start(): void {
    this.#rounds.start();
  }

  /** Resolves when nothing runs any more. */
  stop(): Promise<void> {
    return this.#rounds.stop();
  }

  /** Looks at every key once. @throws Fault where the catalogue or the usage cannot be read now */
  async round(): Promise<void> {
    let after = '';
    while (!this.#rounds.isStopped) {
      const catalogue = this.#options.catalogue.current();
      const keys = catalogue.countableKeys(after, KEYS_A_TURN);
      const last = keys.at(-1);
      if (last === undefined) return;
      catalogue.setNoticesByUse(keys.map((key) => [key, this.#useOf(key)] as const));
      after = last.id;
      await nextTurn();
    }
  }

  #useOf(key: CountableKey): KeyUse {
    const { usage } = this.#options;
    const lastUsedAt = usage.lastUsedAt(key.id);
    return { lastUsedAt, countedSince: this.#countedSince(), busyHour: this.#busyHour(key, lastUsedAt) };
  }

  /** Null where a use may have been missed: then nobody here knows that there was none. */
  #countedSince(): number | null {
    const { countsEverything, usage } = this.#options;
    return countsEverything ? usage.countedSince() : null;
  }

  /** The last hour of the past day in which the key came near its limit; hours are looked at only where it was used. */
  #busyHour({ id, organizationId, tier, limits: own }: CountableKey, lastUsedAt: number | null): BusyHour | null {
    const { usage, clock, profile } = this.#options;
    const from = clock.wall() - NEAR_LIMIT_MS - HOUR_MS;
    // Clocks of nodes may be a little behind.
    if (lastUsedAt === null || lastUsedAt < from - MINUTE_MS) return null;
    const limits = limitsOf(profile(), { tier, limits: own, keyId: id, organization: { id: organizationId } });
    const applied = limits.find(({ subject }) => subject === 'key');
    if (applied === undefined) return null;
    const hours = new Map<number, number>();
    for (const { start, route, requests } of usage.hoursOf(id, from)) {
      hours.set(start, (hours.get(start) ?? 0) + requests * costOf(profile(), route));
    }
    const { perHour } = applied.limit;
    const busy = [...hours].map(([start, requests]) => ({ start, requests, perHour }));
    return busy.findLast(isNearLimit) ?? null;
  }
}

/** Of a route that the profile has no more, and of one without a name: one. */
function costOf({ routes }: Profile, name: string): number {
  if (routes === 'any') return 1;
  return routes.find((route) => route.name === name)?.cost ?? 1;
}
