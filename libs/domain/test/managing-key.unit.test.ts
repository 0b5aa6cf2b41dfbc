import { MANAGING_SCOPE, mayHandOut } from '@keyledger/domain';
import { expect, test } from 'vitest';

const manager = { environment: 'live', scopes: [MANAGING_SCOPE, 'read', 'write'], tier: 'pro' };

test.each([
  ['with some of its scopes', { scopes: ['read'] }],
  ['with all of them but the managing one', { scopes: ['read', 'write'] }],
  ['with none', { scopes: [] }],
  ['with its own tier', { tier: 'pro' }],
])('a managing key may hand out one %s', (_, key) => {
  expect(mayHandOut(manager, { environment: 'live', scopes: [], tier: null, ...key })).toBe(true);
});

test.each([
  ['with a scope that it lacks', { scopes: ['read', 'other'] }],
  ['that manages', { scopes: [MANAGING_SCOPE] }],
  ['of another environment', { environment: 'test' }],
  ['with another tier', { tier: 'enterprise' }],
])('a managing key may not hand out one %s', (_, key) => {
  expect(mayHandOut(manager, { environment: 'live', scopes: [], tier: null, ...key })).toBe(false);
});
