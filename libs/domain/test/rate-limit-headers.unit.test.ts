import { expect, test } from 'vitest';
import {
  type LimitReading,
  type RateVerdict,
  legacyRateLimitHeaders,
  rateLimitHeaders,
  retryAfterSeconds,
} from '../src/index.ts';

const verdict: RateVerdict = { allowed: true, overage: false, remaining: 59, resetMs: 100, retryAfterMs: 0 };
const ofKey: LimitReading = { subject: 'key', limit: { perHour: 36_000, burst: 60, overage: false }, verdict };
const ofOrganization: LimitReading = {
  subject: 'organization',
  limit: { perHour: 1_000, burst: 100, overage: false },
  verdict: { ...verdict, remaining: 3, resetMs: 349_200.5 },
};

test('policy and state are structured-field strings with the bucket, the time it fills in, what is left and until when', () => {
  expect(rateLimitHeaders([ofKey])).toEqual([
    ['RateLimit-Policy', '"key";q=60;w=6'],
    ['RateLimit', '"key";r=59;t=1'],
  ]);
});

test('each limit is an item of its own', () => {
  expect(rateLimitHeaders([ofKey, ofOrganization])).toEqual([
    ['RateLimit-Policy', '"key";q=60;w=6, "organization";q=100;w=360'],
    ['RateLimit', '"key";r=59;t=1, "organization";r=3;t=350'],
  ]);
});

test('without a limit nothing is said', () => {
  expect(rateLimitHeaders([])).toEqual([]);
  expect(legacyRateLimitHeaders([])).toEqual([]);
});

test('the older names speak of the limit that has least left', () => {
  expect(legacyRateLimitHeaders([ofKey, ofOrganization])).toEqual([
    ['X-RateLimit-Limit', '100'],
    ['X-RateLimit-Remaining', '3'],
    ['X-RateLimit-Reset', '350'],
  ]);
});

test('a client is told to wait whole seconds, rounded up, and never none', () => {
  expect([0, 1, 1_000, 1_001].map(retryAfterSeconds)).toEqual(['1', '1', '1', '2']);
});
