import { pathToFileURL } from 'node:url';

const PRELOAD = pathToFileURL(new URL('./fixtures/clock-behind.ts', import.meta.url).pathname).href;

/** Settings of a process whose wall clock is to be so much behind, in milliseconds. */
export const clockBehind = (ms: number): Readonly<Record<string, string>> => ({
  NODE_OPTIONS: `--import=${PRELOAD}`,
  CLOCK_BEHIND_MS: String(ms),
});

/** Settings that end that, where a start takes those of the one before along. */
export const CLOCK_RIGHT: Readonly<Record<string, string>> = { NODE_OPTIONS: '' };
