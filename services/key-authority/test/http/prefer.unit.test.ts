import type { IncomingMessage } from 'node:http';
import { expect, test } from 'vitest';
import { MAX_WAIT_MS } from '../../src/application/effects.ts';
import { preferredWaitMs } from '../../src/http/prefer.ts';

const waitOf = (...values: readonly string[]): number | null =>
  preferredWaitMs({ rawHeaders: values.flatMap((value) => ['Prefer', value]) } as unknown as IncomingMessage);

test.each([
  ['wait=3', 3_000],
  ['WAIT = 3', 3_000],
  ['wait=0', 0],
  ['wait=3; note="a, b"', 3_000],
  ['respond-async, wait=3', 3_000],
  ['handling="a, wait=1", wait=3', 3_000],
  [String.raw`handling="a \", wait=1", wait=3`, 3_000],
  ['wait=3, wait=5', 3_000],
  ['wait=60', 60_000],
  ['wait=3600', MAX_WAIT_MS],
])('%s is taken', (value, waitMs) => {
  expect(waitOf(value)).toBe(waitMs);
});

test('several headers are one list', () => {
  expect(waitOf('respond-async', 'wait=3', 'wait=4')).toBe(3_000);
});

test.each([
  '',
  'respond-async',
  'wait',
  'wait=',
  'wait=-1',
  'wait=1.5',
  'wait=soon',
  'wait="3"',
  'wait=10000000000',
  'wait, wait=3',
  'waiting=3',
  '"wait=3',
  'a="wait=3',
  ',,;=',
])('%s is ignored', (value) => {
  expect(waitOf(value)).toBeNull();
});

test('no header can keep the reader busy', () => {
  const started = performance.now();
  // Far longer than a header may be: with the square of its length it would take minutes.
  for (const part of ['"', '\\"', '"\\', 'wait ', ',', ' ']) waitOf(part.repeat(400_000 / part.length));
  expect(performance.now() - started).toBeLessThan(10_000);
});
