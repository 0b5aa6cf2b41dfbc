import type { Page, SecurityQuery } from '@keyledger/catalogue';
import {
  INTERVALS,
  type UsageGroup,
  type UsageInterval,
  type UsageStep,
  type UsageSummary,
  stepOf,
  summarize,
  totalOf,
} from '@keyledger/domain';
import { type Clock, Fault, type Principal, type SecurityRow } from '@keyledger/ports';
import { demand, isEverywhere, notFound, reaches } from '../access/permissions.ts';
import type { QueryLimits } from '../access/query-limits.ts';
import type { Queries } from './queries.ts';
import type { UsageRecords } from './usage-records.ts';

const DAY_MS = 86_400_000;
/** As many as a chart can show. */
const MAX_STEPS = 1_500;

export interface UsageQuestion {
  /** Milliseconds since the epoch; null: a day before the end. */
  readonly from: number | null;
  /** Null: now. */
  readonly to: number | null;
  readonly interval: UsageInterval;
  readonly groups: readonly UsageGroup[];
}

export interface UsageAnswer {
  /** The whole steps that were looked at: from the first until before the second. */
  readonly from: number;
  readonly to: number;
  readonly totals: UsageSummary;
  readonly steps: readonly UsageStep[];
}

export interface UsageQueriesOptions {
  readonly records: UsageRecords;
  readonly queries: Queries;
  readonly limits: QueryLimits;
  readonly clock: Clock;
}

export type SecurityQuestion = Omit<SecurityQuery, 'from' | 'to'> & Pick<UsageQuestion, 'from' | 'to'>;

/** What may be read of the use of keys, by whom. */
export class UsageQueries {
  readonly #options: UsageQueriesOptions;

  constructor(options: UsageQueriesOptions) {
    this.#options = options;
  }

  ofKey(principal: Principal, keyId: string, { interval, groups, ...asked }: UsageQuestion): UsageAnswer {
    demand(principal, 'usage.read');
    const { records, queries, limits } = this.#options;
    queries.key(principal, keyId);
    // It adds up as many rows as a search looks at.
    limits.take(principal, true);
    const { from, to } = this.#range(asked, interval);
    const rollups = records.usage({ keyId, interval, from, to });
    return { from, to, totals: totalOf(rollups), steps: summarize(rollups, groups) };
  }

  /** Of a key that the principal may see. */
  lastUsedAt(keyId: string): number | null {
    return this.#options.records.lastUsedAt(keyId);
  }

  /** Whoever is bound to an organization sees what is known to be about its keys. */
  securityEvents(principal: Principal, question: SecurityQuestion): Page<SecurityRow> {
    demand(principal, 'security_events.read');
    const { records, limits, clock } = this.#options;
    const organizationId = isEverywhere(principal) ? question.organizationId : ownOf(principal, question);
    limits.take(principal, question.keyId !== null || question.reasons !== null);
    return records.security({
      ...question,
      organizationId,
      from: question.from ?? 0,
      to: question.to ?? clock.wall() + DAY_MS,
    });
  }

  #range(asked: Pick<UsageQuestion, 'from' | 'to'>, interval: UsageInterval): { from: number; to: number } {
    const to = asked.to ?? this.#options.clock.wall();
    const from = stepOf(asked.from ?? Math.max(0, to - DAY_MS), interval);
    const step = INTERVALS[interval];
    const end = stepOf(to - 1, interval) + step;
    if (asked.from !== null && asked.from >= to) throw refused('before `to`');
    if (from < 0) throw refused('1970 or later');
    if ((end - from) / step > MAX_STEPS) throw refused(`at most ${String(MAX_STEPS)} times the interval before \`to\``);
    return { from, to: end };
  }
}

/** @throws Fault `not_found` where another organization's are asked for */
function ownOf(principal: Principal, { organizationId }: SecurityQuestion): string {
  const own = organizationId ?? principal.organizationId ?? '';
  if (!reaches(principal, own)) throw notFound('organization');
  return own;
}

const refused = (message: string): Fault =>
  new Fault('validation_failed', 'The request has invalid fields.', { errors: [{ field: 'from', message }] });
