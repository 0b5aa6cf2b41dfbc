import { authorize, positionAt } from '@keyledger/domain';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { runs } from '../../../test/kit/runs.ts';
import { Seeded } from '../../../test/kit/seeded.ts';
import { NOON } from '../../../libs/domain/test/kit/samples.ts';
import {
  CHECKS,
  HERE,
  PROFILE,
  type RequestFault,
  SOUND_PUBLIC,
  SOUND_SECRET,
  type Sketch,
  bytesOf,
  hasRoute,
} from './kit/faulty-requests.ts';
import { type PublicPort, startPort } from './kit/public-port.ts';
import { type RawAnswer, sendRaw } from './kit/raw-client.ts';
import { RecordingUpstream } from './kit/recording-upstream.ts';

const RUNS = runs(1_500);
const TIMEOUT_MS = 120_000;

let upstream: RecordingUpstream;
let open: PublicPort;
let disabled: PublicPort;

beforeAll(async () => {
  upstream = await RecordingUpstream.start();
  open = await startPort(upstream.url, { profile: () => PROFILE });
  disabled = await startPort(upstream.url, { profile: () => PROFILE, apiKeysEnabled: false });
});
afterAll(async () => {
  await open[Symbol.asyncDispose]();
  await disabled[Symbol.asyncDispose]();
  await upstream[Symbol.asyncDispose]();
});

async function send(sketch: Sketch, withKeyInQuery = false): Promise<RawAnswer> {
  const port = sketch.keysEnabled ? open : disabled;
  const { isKnown, grant } = sketch;
  port.verifier.answer = async (request) => {
    const reasonCode = isKnown ? authorize(grant, request, 'live', NOON) : 'invalid_key';
    return { reasonCode, grant: isKnown ? grant : null, position: positionAt(1) };
  };
  const before = port.keyEvents.length;
  const answer = await sendRaw(port.port, bytesOf(sketch, withKeyInQuery));
  expect(port.keyEvents.length - before).toBe(withKeyInQuery ? 1 : 0);
  return answer;
}

/** What may differ between two answers to the same refusal; who may read them is asked separately. */
const isOwn = (name: string): boolean =>
  name === 'date' || name === 'x-request-id' || name.startsWith('access-control-');

const shown = ({ status, headers, body }: RawAnswer) => ({
  status,
  body,
  headers: [...headers].filter(([name]) => !isOwn(name)),
});

/** Each check's chosen fault, or none; none before the check of a chosen place, so that each is the first as often. */
const chosenFaults = fc
  .tuple(fc.nat(CHECKS.length), fc.tuple(...CHECKS.map((faults) => fc.option(fc.constantFrom(...faults), { freq: 1 }))))
  .map(([start, faults]) => faults.slice(start).filter((fault) => fault !== null));

/** From the last to the first, so that an earlier fault is still there where two change the same thing. */
const withFaults = (sound: Sketch, faults: readonly RequestFault[]): Sketch =>
  faults.reduceRight((sketch, { make }) => make(sketch), sound);

const isKnownThen = (code: string): boolean =>
  !['missing_bearer', 'malformed_token', 'api_keys_disabled', 'test_prefix_not_allowed', 'invalid_key'].includes(code);

test(
  'of several faults the first in the order of checks is told, as if it were alone, and the upstream hears of none',
  async () => {
    const property = fc.asyncProperty(
      chosenFaults,
      fc.constantFrom(SOUND_SECRET, SOUND_PUBLIC),
      fc.boolean(),
      async (faults, sound, withKeyInQuery) => {
        const sketch = withFaults(sound, faults);
        const first = faults.find(({ ofRoute }) => ofRoute === undefined || hasRoute(sketch));
        upstream.seen.length = 0;
        const answer = await send(sketch, withKeyInQuery);
        const code =
          first === undefined ? '' : String((JSON.parse(answer.body) as { reason_code: string }).reason_code);
        expect(code).toBe(first?.code ?? '');
        expect(upstream.seen.map(({ target }) => target)).toEqual(
          first === undefined ? [`${sketch.path}?limit=5`] : [],
        );
        if (first !== undefined) expect(shown(answer)).toEqual(shown(await send(withFaults(sound, [first]))));
        const { kind, restrictions } = sketch.grant;
        const mayRead = isKnownThen(code) && kind === 'public' && restrictions.origins.includes(HERE);
        expect(answer.headers.get('access-control-allow-origin')).toEqual(mayRead ? [HERE] : undefined);
      },
    );
    const each = CHECKS.flat().flatMap((fault) => [
      [[fault], SOUND_SECRET, false],
      [[fault], SOUND_PUBLIC, true],
    ]) as [RequestFault[], Sketch, boolean][];
    const from = CHECKS.map((_, index) => [
      CHECKS.slice(index).flatMap(([fault]) => fault ?? []),
      SOUND_SECRET,
      true,
    ]) as typeof each;
    const seed = new Seeded('order of checks').below(2 ** 31);
    await fc.assert(property, { numRuns: RUNS, seed, examples: [[[], SOUND_SECRET, true], ...each, ...from] });
  },
  TIMEOUT_MS,
);
