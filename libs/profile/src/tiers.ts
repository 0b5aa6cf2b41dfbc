import type { RateLimit, Tier } from '@keyledger/domain';
import type { Report } from './problem.ts';
import type { LimitFile, ProfileFile, TierFile } from './profile-file.ts';

const MINUTES = 60;

export function readTiers({ tiers }: ProfileFile, report: Report): readonly [Tier, ...Tier[]] {
  const [first, ...others] = Object.entries(tiers).map(([name, tier]): Tier => ({
    name,
    limit: limitOf(name, tier, report),
  }));
  if (first === undefined) throw new Error('the schema asks for one tier at least');
  return [first, ...others];
}

function limitOf(name: string, tier: TierFile, report: Report): Tier['limit'] {
  if (tier === 'unlimited') return null;
  return tier === 'own' ? 'own' : rateOf(name, tier, report);
}

function rateOf(name: string, { per_hour, per_minute, burst, overage = false }: LimitFile, report: Report): RateLimit {
  if ((per_hour === undefined) === (per_minute === undefined)) {
    report(['tiers', name], 'must have exactly one of `per_hour` or `per_minute`', 'name');
  }
  return { perHour: per_hour ?? (per_minute ?? 0) * MINUTES, burst, overage };
}
