import type { Directory, FoundSecret } from '@keyledger/directory';
import { type Profile, type ReasonCode, authorize, grantOf, parseKeyText } from '@keyledger/domain';
import {
  type Clock,
  type Digester,
  Fault,
  type Verification,
  type Verifier,
  type VerifyRequest,
} from '@keyledger/ports';

export interface DirectoryVerifierOptions {
  readonly directory: Directory;
  readonly digester: Digester;
  readonly clock: Clock;
  readonly profile: () => Profile;
  readonly environment: string;
  /** Whether the directory has caught up with what the ledger held at the start. */
  readonly isReady: () => boolean;
}

/** Answers from the fold itself. */
export class DirectoryVerifier implements Verifier {
  readonly #options: DirectoryVerifierOptions;

  constructor(options: DirectoryVerifierOptions) {
    this.#options = options;
  }

  async verify(request: VerifyRequest): Promise<Verification> {
    const { directory, profile, environment, clock, isReady } = this.#options;
    if (!isReady()) throw unavailable('the directory has not caught up with the ledger');
    const prefix = parseKeyText(profile().keyFormat, request.secret);
    if (prefix === null) return this.#unknown('malformed_token');
    if (prefix.environment !== null && prefix.environment !== environment) {
      return this.#unknown('test_prefix_not_allowed');
    }
    const found = this.find(request.secret);
    if (found === null) return this.#unknown('invalid_key');
    const grant = grantOf(found.key, found.organization, found.index);
    const reasonCode = authorize(grant, request, environment, clock.wall());
    return { reasonCode, grant, position: directory.applied };
  }

  /**
   * The key that holds this secret, in whatever state.
   * @throws Fault `digest_key_unavailable` where a digest key that could have made it is not loaded, or where the key
   *   met an event that this version does not know
   */
  find(secret: string): FoundSecret | null {
    const { directory, digester } = this.#options;
    for (const { digest } of digester.candidates(secret)) {
      const found = directory.findSecret(digest);
      if (found === undefined) continue;
      if (found.key.blocked || found.organization.blocked) throw unavailable('an event of a later version was met');
      return found;
    }
    const missing = [...directory.secretDigestKeyIds].filter((id) => !digester.has(id));
    if (missing.length > 0) throw unavailable(`digest keys not loaded: ${missing.join(', ')}`);
    return null;
  }

  #unknown(reasonCode: ReasonCode): Verification {
    return { reasonCode, grant: null, position: this.#options.directory.applied };
  }
}

function unavailable(internal: string): Fault {
  return new Fault('digest_key_unavailable', 'API-key verification is temporarily unavailable.', { internal });
}
