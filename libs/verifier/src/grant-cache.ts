import {
  type Attempt,
  BEFORE_FIRST,
  type Brand,
  type Grant,
  type LedgerPosition,
  evolveGrant,
} from '@keyledger/domain';
import { LRUCache } from 'lru-cache';
import { Watermarks } from './watermarks.ts';

/** How this process alone names a secret that it has seen; says nothing to any other. */
export type LocalDigest = Brand<string, 'LocalDigest'>;

export interface GrantCacheLimits {
  readonly maxGrants: number;
  readonly maxUnknown: number;
  readonly maxWatermarks: number;
}

export const DEFAULT_CACHE_LIMITS: GrantCacheLimits = {
  maxGrants: 100_000,
  maxUnknown: 20_000,
  maxWatermarks: 100_000,
};

/** The watermark of all unknown keys together: any new secret may make one of them known (spec rule 11). */
const UNKNOWN = 'unknown';

/**
 * What this process knows of the secrets that it has seen lately, kept true by the ledger's attempts (docs/caching.md).
 * Attempts are applied and answers are filled in one thread, so neither sees the other half done.
 */
export class GrantCache {
  readonly #grants: LRUCache<LocalDigest, Grant>;
  readonly #unknown: LRUCache<LocalDigest, true>;
  /** Key or organization id → the digests of its entries. */
  readonly #entriesOf = new Map<string, Set<LocalDigest>>();
  readonly #watermarks: Watermarks;
  #applied = BEFORE_FIRST;

  constructor(limits: GrantCacheLimits = DEFAULT_CACHE_LIMITS) {
    this.#watermarks = new Watermarks(limits.maxWatermarks);
    this.#unknown = new LRUCache({ max: limits.maxUnknown });
    this.#grants = new LRUCache({
      max: limits.maxGrants,
      dispose: (grant, digest, reason) => {
        if (reason !== 'set') this.#forget(grant, digest);
      },
    });
  }

  /** Every attempt at or below this has been applied. */
  get applied(): LedgerPosition {
    return this.#applied;
  }

  /** Whether a follower keeps it true; otherwise nothing is cached. */
  get isFollowing(): boolean {
    return this.#watermarks.isReading;
  }

  get size(): number {
    return this.#grants.size;
  }

  get unknownSize(): number {
    return this.#unknown.size;
  }

  /** Null: known to be no key; undefined: nothing is known. */
  get(digest: LocalDigest): Grant | null | undefined {
    return this.#grants.get(digest) ?? (this.#unknown.get(digest) === true ? null : undefined);
  }

  /**
   * Keeps an answer that was read at `position`, unless an attempt that it has not seen was applied since.
   * @returns whether it was kept
   */
  fill(digest: LocalDigest, grant: Grant | null, position: LedgerPosition): boolean {
    if (grant === null) {
      if (!this.#watermarks.admits(position, UNKNOWN)) return false;
      this.#unknown.set(digest, true);
      return true;
    }
    if (!this.#watermarks.admits(position, grant.keyId, grant.organization.id)) return false;
    this.#unknown.delete(digest);
    this.#grants.set(digest, grant);
    this.#remember(grant.keyId, digest);
    this.#remember(grant.organization.id, digest);
    return true;
  }

  /** Applies an attempt that was read from the ledger. {@link applied} moves only by {@link advance}, afterwards. */
  apply(position: LedgerPosition, attempt: Attempt): void {
    for (const digest of [...(this.#entriesOf.get(attempt.aggregateId) ?? [])]) {
      const grant = this.#grants.peek(digest);
      const evolved = grant?.keyId === attempt.aggregateId ? evolveGrant(grant, attempt) : null;
      if (evolved === null) this.#grants.delete(digest);
      else this.#grants.set(digest, evolved);
    }
    this.#watermarks.raise(attempt.aggregateId, position);
    if (attempt.event.type === 'key.created' || attempt.event.type === 'key.rotated') this.#forgetUnknown(position);
    // An event of a later version may be anything, also a new secret.
    if (attempt.event.type === 'unknown') this.#forgetUnknown(position);
  }

  advance(upTo: LedgerPosition): void {
    if (upTo > this.#applied) this.#applied = upTo;
  }

  /**
   * A follower begins to read behind `floor`: nothing that was cached before can be kept true. Where it begins below
   * what was applied already, an answer that has not seen that is refused all the same.
   */
  restart(floor: LedgerPosition): void {
    this.#clear();
    this.advance(floor);
    this.#watermarks.restart(this.#applied);
  }

  /** Nothing is read any more, so nothing may be cached; {@link applied} stays. */
  stop(): void {
    this.#clear();
    this.#watermarks.stop();
  }

  /** What was applied is of a ledger that is no more. */
  forget(): void {
    this.stop();
    this.#applied = BEFORE_FIRST;
  }

  #clear(): void {
    this.#grants.clear();
    this.#unknown.clear();
    this.#entriesOf.clear();
  }

  #forgetUnknown(position: LedgerPosition): void {
    this.#unknown.clear();
    this.#watermarks.raise(UNKNOWN, position);
  }

  #remember(id: string, digest: LocalDigest): void {
    const digests = this.#entriesOf.get(id);
    if (digests === undefined) this.#entriesOf.set(id, new Set([digest]));
    else digests.add(digest);
  }

  #forget(grant: Grant, digest: LocalDigest): void {
    for (const id of [grant.keyId, grant.organization.id]) {
      const digests = this.#entriesOf.get(id);
      digests?.delete(digest);
      if (digests?.size === 0) this.#entriesOf.delete(id);
    }
  }
}
