import { MANAGING_SCOPE, mayHandOut } from '@keyledger/domain';
import { expect, test } from 'vitest';

const limits = { perHour: 60, burst: 5, overage: false };
const manager = { environment: 'live', scopes: [MANAGING_SCOPE, 'read', 'write'], tier: 'pro', limits };

test.each([
  ['with some of its scopes', { scopes: ['read'] }],
  ['with all of them but the managing one', { scopes: ['read', 'write'] }],
  ['with none', { scopes: [] }],
  ['with its own tier', { tier: 'pro' }],
  ['with its own limits', { limits: { ...limits } }],
])('a managing key may hand out one %s', (_, key) => {
  expect(mayHandOut(manager, { environment: 'live', scopes: [], tier: null, limits: null, ...key })).toBe(true);
});

test.each([
  ['with a scope that it lacks', { scopes: ['read', 'other'] }],
  ['that manages', { scopes: [MANAGING_SCOPE] }],
  ['of another environment', { environment: 'test' }],
  ['with another tier', { tier: 'enterprise' }],
  ['with more an hour', { limits: { ...limits, perHour: 61 } }],
  ['with more at once', { limits: { ...limits, burst: 6 } }],
  ['with overage', { limits: { ...limits, overage: true } }],
])('a managing key may not hand out one %s', (_, key) => {
  expect(mayHandOut(manager, { environment: 'live', scopes: [], tier: null, limits: null, ...key })).toBe(false);
});

test('a managing key without limits of its own gives none', () => {
  const key = { environment: 'live', scopes: [], tier: null, limits };
  expect(mayHandOut({ ...manager, limits: null }, key)).toBe(false);
});
