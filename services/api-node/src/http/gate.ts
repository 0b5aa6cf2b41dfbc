import {
  type Grant,
  type KeyPrefix,
  type ReasonCode,
  type RoutedRequest,
  parseKeyText,
  routeRequest,
} from '@keyledger/domain';
import { type Logger, type Verification, type Verifier, isFault } from '@keyledger/ports';
import { preflightHeaders, readerHeaders } from './cors.ts';
import { nameOf } from './error-name.ts';
import type { Exchange } from './exchange.ts';
import { withoutKeys } from './key-in-query.ts';
import { showOpenApi } from './openapi-route.ts';
import type { PublicHooks } from './options.ts';
import type { PublicCode } from './public-codes.ts';
import type { LimitOutcome, RateLimits } from './rate-limits.ts';
import type { UpstreamProxy } from './upstream-proxy.ts';
import { upstreamTarget } from './upstream-target.ts';

export interface GateOptions {
  readonly verifier: Verifier;
  readonly limits: RateLimits;
  readonly proxy: UpstreamProxy;
  readonly environments: readonly string[];
  readonly apiKeysEnabled: boolean;
  readonly verifyMs: number;
  readonly hooks: PublicHooks;
  readonly logger: Logger;
}

/** What a request asks for, once keys are taken out of its query. */
interface Asked {
  readonly secret: string;
  readonly target: string;
  readonly routed: RoutedRequest;
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
    const { profile, credentials } = exchange.rules;
    const { target, removed } = withoutKeys(profile.keyFormat, exchange.target);
    if (removed > 0) this.#options.hooks.keyInQuery(exchange.clientAddress, exchange.requestId);
    if (showOpenApi(exchange)) return;
    const preflight = preflightHeaders(exchange, target);
    if (preflight !== null) return exchange.accept(204, preflight);
    const credential = credentials.read(exchange.head, exchange.req.rawHeaders);
    if (credential.refusal !== null) return exchange.refuse(credential.refusal);
    const prefix = parseKeyText(profile.keyFormat, credential.token);
    if (prefix === null) return exchange.refuse('malformed_token');
    const closed = this.#notAdmitted(prefix);
    if (closed !== null) return exchange.refuse(closed);
    const { req, head, clientAddress } = exchange;
    const facts = { method: req.method ?? '', target, clientAddress, origin: head.origin };
    this.#verify(exchange, { secret: credential.token, target, routed: routeRequest(profile, facts) });
  }

  /** Check 2: key access is enabled, and the text's environment is one of this node. */
  #notAdmitted({ environment }: KeyPrefix): PublicCode | null {
    const { apiKeysEnabled, environments } = this.#options;
    if (!apiKeysEnabled) return 'api_keys_disabled';
    return environment === null || environments.includes(environment) ? null : 'test_prefix_not_allowed';
  }

  #verify(exchange: Exchange, asked: Asked): void {
    let waiting = true;
    const timer = setTimeout(() => {
      waiting = false;
      exchange.refuse('digest_key_unavailable');
    }, this.#options.verifyMs);
    const settle = (then: () => void): void => {
      clearTimeout(timer);
      if (waiting) then();
    };
    this.#ask(asked)
      .then(
        (verification) => settle(() => this.#conclude(exchange, verification, asked)),
        (error: unknown) => settle(() => exchange.refuse(this.#codeOf(error, exchange.requestId))),
      )
      .catch((error: unknown) => this.#broken(exchange, error));
  }

  /** Checks 3 to 7. */
  async #ask({ secret, routed }: Asked): Promise<Verification> {
    return this.#options.verifier.verify({ ...routed.access, secret });
  }

  #conclude(exchange: Exchange, { reasonCode, grant }: Verification, asked: Asked): void {
    // A key of elsewhere is answered like one that is not known at all.
    const known = reasonCode === 'invalid_key' ? null : grant;
    if (known !== null) exchange.alsoTell(readerHeaders(exchange.rules.profile, known, exchange.head.origin));
    if (known === null) {
      // An allowed key that nothing is known of is a broken verifier, and nobody comes in because something is broken.
      return exchange.refuse(reasonCode === '' ? 'digest_key_unavailable' : reasonCode);
    }
    exchange.key = { grant: known, route: asked.routed.route, admitted: reasonCode === '' };
    const cost = reasonCode === '' ? (asked.routed.route?.cost ?? 1) : 0;
    const outcome = this.#options.limits.check(exchange.rules.profile, known, cost);
    if (!(outcome instanceof Promise)) return this.#limited(exchange, known, asked, reasonCode, outcome);
    outcome
      .then((late) => this.#limited(exchange, known, asked, reasonCode, late))
      .catch((error: unknown) => this.#broken(exchange, error));
  }

  /** Check 8, behind all that is the key's; every answer from here on tells of its limits. */
  #limited(exchange: Exchange, grant: Grant, asked: Asked, reasonCode: ReasonCode | '', outcome: LimitOutcome): void {
    exchange.alsoTell(outcome.headers);
    if (reasonCode !== '') return exchange.refuse(reasonCode);
    if (!outcome.allowed) return exchange.refuse('rate_limited');
    if (outcome.overage) this.#options.hooks.overage();
    this.#forward(exchange, grant, asked);
  }

  /** Check 9, behind which is the upstream. */
  #forward(exchange: Exchange, grant: Grant, { routed, target }: Asked): void {
    const sent = upstreamTarget(exchange.rules.profile, routed, target);
    if ('reasonCode' in sent) return exchange.refuse(sent.reasonCode, sent.field);
    this.#options.proxy.forward(exchange, grant, sent.target);
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
