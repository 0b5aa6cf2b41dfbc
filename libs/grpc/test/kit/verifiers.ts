import { type Verification, type Verifier, silentLogger } from '@keyledger/ports';
import { StreamVerifier, type StreamVerifierOptions } from '../../src/index.ts';
import { ALLOWED } from './sample.ts';
import { token, whenOver } from './servers.ts';

/** The fault of a verification that no authority gave. */
export const UNAVAILABLE = { name: 'Fault', code: 'digest_key_unavailable' };

/** With a deadline that a busy machine does not miss, unless the test is of deadlines. */
export function connect(endpoints: readonly string[], options: Partial<StreamVerifierOptions> = {}): StreamVerifier {
  const access = { endpoints, token, logger: silentLogger };
  return whenOver(new StreamVerifier({ ...access, deadlineMs: 30_000, ...options }), (one) => one.close());
}

export const allow: Verifier['verify'] = () => Promise.resolve(ALLOWED);
export const never: Verifier['verify'] = () => new Promise<Verification>(() => undefined);
