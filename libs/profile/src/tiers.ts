import type { RateLimit, Tier } from '@keyledger/domain';
import type { Path, Report } from './problem.ts';
import type { LimitFile, ProfileFile, TierFile } from './profile-file.ts';

const MINUTES = 60;

export function readTiers({ tiers }: ProfileFile, report: Report): readonly [Tier, ...Tier[]] {
  const [first, ...others] = Object.entries(tiers).map(([name, tier]) => tierOf(name, tier, report));
  if (first === undefined) throw new Error('the schema asks for one tier at least');
  return [first, ...others];
}

function tierOf(name: string, tier: TierFile, report: Report): Tier {
  if (tier === 'unlimited') return { name, limit: null };
  if (tier === 'own') return { name, limit: 'own' };
  const limit = rateOf(['tiers', name], tier, report);
  if (tier.organization === undefined) return { name, limit };
  return { name, limit, organization: rateOf(['tiers', name, 'organization'], tier.organization, report) };
}

function rateOf(path: Path, { per_hour, per_minute, burst, overage = false }: LimitFile, report: Report): RateLimit {
  if ((per_hour === undefined) === (per_minute === undefined)) {
    report(path, 'must have exactly one of `per_hour` or `per_minute`', 'name');
  }
  return { perHour: per_hour ?? (per_minute ?? 0) * MINUTES, burst, overage };
}
