import { type Grant, type RateLimit, type Tier, grantOf, limitsOf } from '@keyledger/domain';
import { describe, expect, test } from 'vitest';
import { grant } from './kit/grant.ts';
import { keyCreated, keyId, organizationCreated, organizationId } from './kit/samples.ts';
import { Story } from './kit/story.ts';

const limit = (perHour: number): RateLimit => ({ perHour, burst: 5, overage: false });

const tier = (kind: Tier['limit']): { tiers: [Tier, ...Tier[]] } => ({
  tiers: [
    { name: 'other', limit: limit(9) },
    { name: 'standard', limit: kind },
  ],
});

const keyLimits = (kind: Tier['limit'], own: RateLimit | null): unknown =>
  limitsOf(tier(kind), grant({ limits: own })).map((applied) => [applied.subject, applied.limit.perHour]);

describe('the limits of a key', () => {
  test('are its own where the tier leaves them to each', () => {
    expect(keyLimits('own', limit(1))).toEqual([['key', 1]]);
  });

  test('are none where the tier leaves them to each, and it has none', () => {
    expect(keyLimits('own', null)).toEqual([]);
  });

  test('are the tier’s otherwise, whatever it has', () => {
    expect(keyLimits(limit(2), limit(1))).toEqual([['key', 2]]);
    expect(keyLimits(null, limit(1))).toEqual([]);
  });

  test('of a tier that the profile has lost are those of its first', () => {
    expect(limitsOf(tier('own'), grant({ tier: 'lost', limits: limit(1) }))).toMatchObject([{ limit: limit(9) }]);
  });
});

/** What a key is granted, given its own limits and its organization's. */
function granted(own: RateLimit | null, organization: RateLimit | null): Grant {
  const story = new Story();
  const { aggregate } = story.tell(organizationId(), organizationCreated({ limits: organization }));
  const key = story.tell(keyId(), keyCreated({ limits: own })).aggregate;
  const { state } = key;
  if (state.type !== 'key' || aggregate.state.type !== 'organization') throw new Error('not what was told');
  return grantOf({ ...key, state }, { ...aggregate, state: aggregate.state }, 0);
}

test.each([
  ['its own', limit(1), limit(2), limit(1)],
  ['those of its organization where it has none', null, limit(2), limit(2)],
  ['none where neither has any', null, null, null],
])('a key is granted %s', (_, own, organization, expected) => {
  expect(granted(own, organization)).toMatchObject({ limits: expected, organization: { limits: organization } });
});
