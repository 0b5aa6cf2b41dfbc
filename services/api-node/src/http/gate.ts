import { type KeyPrefix, parseKeyText } from '@keyledger/domain';
import { type Logger, type Verification, type VerifyRequest, type Verifier, isFault } from '@keyledger/ports';
import { readCredential } from './credentials.ts';
import { nameOf } from './error-name.ts';
import type { Exchange } from './exchange.ts';
import { withoutKeys } from './key-in-query.ts';
import type { PublicHooks } from './options.ts';
import type { PublicCode } from './public-codes.ts';
import type { UpstreamProxy } from './upstream-proxy.ts';

export interface GateOptions {
  readonly verifier: Verifier;
  readonly proxy: UpstreamProxy;
  readonly environments: readonly string[];
  readonly apiKeysEnabled: boolean;
  readonly verifyMs: number;
  readonly hooks: PublicHooks;
  readonly logger: Logger;
}

/** Takes each request through the order of checks (systems.md) and hands what passes to the upstream. */
export class Gate {
  readonly #options: GateOptions;

  constructor(options: GateOptions) {
    this.#options = options;
  }

  /** @param exchange its target and head have been found well-formed. */
  handle(exchange: Exchange): void {
    try {
      this.#check(exchange);
    } catch (error) {
      this.#broken(exchange, error);
    }
  }

  #check(exchange: Exchange): void {
    const { keyFormat } = exchange.rules.profile;
    const { target, removed } = withoutKeys(keyFormat, exchange.target);
    if (removed > 0) this.#options.hooks.keyInQuery(exchange.clientAddress, exchange.requestId);
    const credential = readCredential(exchange.head);
    if (credential.refusal !== null) return exchange.refuse(credential.refusal);
    const prefix = parseKeyText(keyFormat, credential.token);
    if (prefix === null) return exchange.refuse('malformed_token');
    const closed = this.#notAdmitted(prefix);
    if (closed !== null) return exchange.refuse(closed);
    this.#verify(exchange, credential.token, target);
  }

  /** Check 2: key access is enabled, and the text's environment is one of this node. */
  #notAdmitted({ environment }: KeyPrefix): PublicCode | null {
    const { apiKeysEnabled, environments } = this.#options;
    if (!apiKeysEnabled) return 'api_keys_disabled';
    return environment === null || environments.includes(environment) ? null : 'test_prefix_not_allowed';
  }

  #verify(exchange: Exchange, secret: string, target: string): void {
    let waiting = true;
    const timer = setTimeout(() => {
      waiting = false;
      exchange.refuse('digest_key_unavailable');
    }, this.#options.verifyMs);
    const settle = (then: () => void): void => {
      clearTimeout(timer);
      if (waiting) then();
    };
    this.#ask(exchange, secret)
      .then(
        (verification) => settle(() => this.#conclude(exchange, verification, target)),
        (error: unknown) => settle(() => exchange.refuse(this.#codeOf(error, exchange.requestId))),
      )
      .catch((error: unknown) => this.#broken(exchange, error));
  }

  async #ask(exchange: Exchange, secret: string): Promise<Verification> {
    const request: VerifyRequest = {
      secret,
      scopes: [],
      route: null,
      clientAddress: exchange.clientAddress,
      origin: exchange.head.origin,
      secretKindRequired: false,
      secretKindRefused: false,
      organizationHolderRequired: false,
    };
    return this.#options.verifier.verify(request);
  }

  #conclude(exchange: Exchange, { reasonCode, grant }: Verification, target: string): void {
    if (reasonCode !== '') return exchange.refuse(reasonCode);
    // An allowed key that nothing is known of is a broken verifier, and nobody comes in because something is broken.
    if (grant === null) return exchange.refuse('digest_key_unavailable');
    this.#options.proxy.forward(exchange, grant, target);
  }

  #codeOf(error: unknown, requestId: string): PublicCode {
    if (isFault(error, 'rate_limited')) return 'rate_limited';
    const { logger } = this.#options;
    if (isFault(error)) logger.debug({ requestId, code: error.code }, 'a key could not be verified');
    else logger.error({ requestId, error: nameOf(error) }, 'the verifier failed');
    return 'digest_key_unavailable';
  }

  #broken(exchange: Exchange, error: unknown): void {
    this.#options.logger.error(
      { requestId: exchange.requestId, error: nameOf(error) },
      'a request could not be handled',
    );
    exchange.refuse('internal_error');
  }
}
