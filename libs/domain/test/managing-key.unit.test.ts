import { type HandedOut, MANAGING_SCOPE, mayHandOut } from '@keyledger/domain';
import { describe, expect, test } from 'vitest';

const limits = { perHour: 60, burst: 5, overage: false };
const manager: HandedOut = {
  environment: 'live',
  holder: 'user',
  scopes: [MANAGING_SCOPE, 'read', 'write'],
  restrictions: { ips: ['192.0.2.0/24', '2001:db8::/32'], origins: ['https://a.example', 'https://b.example'] },
  tier: 'pro',
  limits,
  expiresAt: 1_000,
};
/** What no more than that is. */
const least: HandedOut = {
  environment: 'live',
  holder: 'user',
  scopes: [],
  restrictions: { ips: ['192.0.2.7'], origins: ['https://a.example'] },
  tier: null,
  limits: null,
  expiresAt: 1_000,
};
const ips = (...texts: string[]) => ({ restrictions: { ...least.restrictions, ips: texts } });
const origins = (...texts: string[]) => ({ restrictions: { ...least.restrictions, origins: texts } });

test.each<[string, Partial<HandedOut>]>([
  ['with some of its scopes', { scopes: ['read'] }],
  ['with all of them but the managing one', { scopes: ['read', 'write'] }],
  ['with none', { scopes: [] }],
  ['with its own tier and limits', { tier: 'pro', limits: { ...limits } }],
  ['with its own limits', { limits: { ...limits } }],
  ['with its restrictions', { restrictions: manager.restrictions }],
  ['for a part of its addresses', ips('192.0.2.128/25', '2001:db8::1')],
  ['that ends before it', { expiresAt: 999 }],
])('a managing key may hand out one %s', (_, key) => {
  expect(mayHandOut(manager, { ...least, ...key })).toBe(true);
});

test.each<[string, Partial<HandedOut>]>([
  ['with a scope that it lacks', { scopes: ['read', 'other'] }],
  ['that manages', { scopes: [MANAGING_SCOPE] }],
  ['of another environment', { environment: 'test' }],
  ['with another tier', { tier: 'enterprise' }],
  ['with its own tier, but not its limits', { tier: 'pro' }],
  ['with more an hour', { limits: { ...limits, perHour: 61 } }],
  ['with more at once', { limits: { ...limits, burst: 6 } }],
  ['with overage', { limits: { ...limits, overage: true } }],
  ['that is the organization’s, itself being a user’s', { holder: 'organization' }],
  ['for any address', ips()],
  ['for an address that it is not for', ips('192.0.2.7', '198.51.100.1')],
  ['for a wider range', ips('192.0.2.0/23')],
  ['for any origin', origins('*')],
  ['for any origin or none', origins()],
  ['for an origin that it is not for', origins('https://a.example', 'https://c.example')],
  ['that never ends', { expiresAt: null }],
  ['that ends after it', { expiresAt: 1_001 }],
])('a managing key may not hand out one %s', (_, key) => {
  expect(mayHandOut(manager, { ...least, ...key })).toBe(false);
});

test('a managing key without limits of its own gives none', () => {
  expect(mayHandOut({ ...manager, limits: null }, { ...least, limits })).toBe(false);
});

describe('a managing key that nothing binds', () => {
  const free: HandedOut = {
    ...manager,
    holder: 'organization',
    restrictions: { ips: [], origins: [] },
    expiresAt: null,
  };

  test('nor limits, may hand out one with its own tier', () => {
    expect(mayHandOut({ ...free, limits: null }, { ...least, tier: 'pro' })).toBe(true);
  });

  test.each<[string, Partial<HandedOut>]>([
    ['of the organization', { holder: 'organization' }],
    ['of a user', { holder: 'user' }],
    ['for anywhere', { restrictions: { ips: [], origins: [] } }],
    ['for any origin', { restrictions: { ips: [], origins: ['*'] } }],
    ['that never ends', { expiresAt: null }],
  ])('may hand out one %s', (_, key) => {
    expect(mayHandOut(free, { ...least, ...key })).toBe(true);
  });
});
