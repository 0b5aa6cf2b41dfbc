import fc from 'fast-check';

const other = (letter: string): string => (letter === '0' ? '1' : '0');

/** Ways to show a key that count as shown. */
const SOUND: readonly ((secret: string) => readonly string[])[] = [
  (secret) => [`Authorization: Bearer ${secret}`],
  (secret) => [`authorization: bearer ${secret}`],
];

/** And ways that do not. */
const UNSOUND: typeof SOUND = [
  () => [],
  (secret) => [`Authorization: ${secret}`],
  (secret) => [`Authorization: Basic ${secret}`],
  (secret) => [`Authorization: Bearer ${secret}, Bearer ${secret}`],
  (secret) => [`Authorization: Bearer ${secret} ${secret}`],
  (secret) => [`Authorization: Bearer ${secret}`, `Authorization: Bearer ${secret}`],
  (secret) => [`Authorization: Bearer ${secret.slice(0, -1)}${other(secret.slice(-1))}`],
  (secret) => [`Authorization: Bearer ${secret.slice(0, -1)}`],
  (secret) => [`Authorization: Bearer ${secret}0`],
  (secret) => [`Authorization: Bearer ${secret.toUpperCase()}`],
  (secret) => [`Proxy-Authorization: Bearer ${secret}`],
  (secret) => [`Cookie: Authorization=${secret}`],
];

export interface Shown {
  readonly isShown: boolean;
  readonly lines: (secret: string) => readonly string[];
}

/** Mostly as it should be. */
export const credentials: fc.Arbitrary<Shown> = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom(...SOUND).map((lines) => ({ isShown: true, lines })) },
  { weight: 1, arbitrary: fc.constantFrom(...UNSOUND).map((lines) => ({ isShown: false, lines })) },
);
