import { MOST_LIMITS, type RateLimit } from '@keyledger/domain';
import { type Static, Type } from 'typebox';
import { nullable, strictObject } from './common.ts';

const perHour = Type.Integer({ minimum: 1, maximum: MOST_LIMITS.perHour });
const burst = Type.Integer({ minimum: 1, maximum: MOST_LIMITS.burst });
const OVERAGE = 'What goes beyond is counted, and let through.';

/** As a record shows it; null: none of its own. */
export const LIMITS = nullable(
  Type.Object(
    { per_hour: perHour, burst, overage: Type.Boolean({ description: OVERAGE }) },
    { description: 'Its own rate limits, which count while its tier leaves them to each; null: none.' },
  ),
);

/** As a command gives it. */
export const GivenLimits = nullable(
  strictObject(
    { per_hour: perHour, burst, overage: Type.Optional(Type.Boolean({ default: false, description: OVERAGE })) },
    { description: 'Only with a tier that leaves limits to each organization and key; null: none of its own.' },
  ),
);

export type LimitsJson = Static<typeof LIMITS>;

export const limitsJson = (limits: RateLimit | null): LimitsJson =>
  limits === null ? null : { per_hour: limits.perHour, burst: limits.burst, overage: limits.overage };

/** Left out where it was left out: null is a change. */
export function givenLimits(given: Static<typeof GivenLimits> | undefined): { readonly limits?: RateLimit | null } {
  if (given === undefined) return {};
  return { limits: given === null ? null : rateLimit(given) };
}

const rateLimit = ({ per_hour, burst, overage = false }: NonNullable<Static<typeof GivenLimits>>): RateLimit => ({
  perHour: per_hour,
  burst,
  overage,
});
