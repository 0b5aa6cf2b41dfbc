import { type Verification, type Verifier, silentLogger } from '@keyledger/ports';
import { StreamVerifier, type StreamVerifierOptions } from '../../src/index.ts';
import { ALLOWED } from './sample.ts';
import { token, whenOver } from './servers.ts';

/** The fault of a verification that no authority gave. */
export const UNAVAILABLE = { name: 'Fault', code: 'digest_key_unavailable' };

export function connect(endpoints: readonly string[], options: Partial<StreamVerifierOptions> = {}): StreamVerifier {
  return whenOver(new StreamVerifier({ endpoints, token, logger: silentLogger, ...options }), (one) => one.close());
}

export const allow: Verifier['verify'] = () => Promise.resolve(ALLOWED);
export const never: Verifier['verify'] = () => new Promise<Verification>(() => undefined);
