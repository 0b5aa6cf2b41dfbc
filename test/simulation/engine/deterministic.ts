import crypto from 'node:crypto';
import { syncBuiltinESMExports } from 'node:module';
import { SeededRandom } from '../../kit/seeded.ts';

/**
 * Runs something with random bytes that come from a seed, and without real timers: nothing of a simulation may depend
 * on what is not its seed.
 */
export async function deterministically<T>(seed: number, run: () => Promise<T>): Promise<T> {
  const random = new SeededRandom(seed);
  const truly = { randomBytes: crypto.randomBytes, randomInt: crypto.randomInt, setTimeout, setInterval };
  const seeded = {
    randomBytes: (size: number) => Buffer.from(Uint8Array.from({ length: size }, () => random.below(256))),
    randomInt: (max: number) => random.below(max),
  };
  const forbidden = (): never => {
    throw new Error('a real timer in a simulation');
  };
  Object.assign(crypto, seeded);
  Object.assign(globalThis, { setTimeout: forbidden, setInterval: forbidden });
  syncBuiltinESMExports();
  try {
    return await run();
  } finally {
    const { randomBytes, randomInt, ...timers } = truly;
    Object.assign(crypto, { randomBytes, randomInt });
    Object.assign(globalThis, timers);
    syncBuiltinESMExports();
  }
}
