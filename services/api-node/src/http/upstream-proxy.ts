import type { Grant } from '@keyledger/domain';
import type { Logger } from '@keyledger/ports';
import { type Dispatcher, Pool } from 'undici';
import type { Exchange } from './exchange.ts';
import type { PublicTimeouts } from './options.ts';
import { RequestBody } from './request-body.ts';
import { hasBody } from './request-head.ts';
import { bearUnaskedContinue } from './unasked-continue.ts';
import { upstreamHeaders } from './upstream-headers.ts';
import { UpstreamAnswer } from './upstream-answer.ts';

/** Passes requests on to the one upstream. Bodies stream both ways; neither side can run ahead of the other. */
export class UpstreamProxy {
  readonly #pool: Pool;
  readonly #timeouts: PublicTimeouts;
  readonly #logger: Logger;

  constructor(upstream: URL, timeouts: PublicTimeouts, logger: Logger) {
    this.#timeouts = timeouts;
    this.#logger = logger;
    // No bound on connections: each carries the request of one client's, and those are bounded by the clients.
    this.#pool = new Pool(upstream.origin, {
      pipelining: 1,
      allowH2: false,
      connectTimeout: timeouts.upstreamConnectMs,
      bodyTimeout: timeouts.upstreamBodyIdleMs,
    });
    bearUnaskedContinue(this.#pool);
  }

  /** Answers the exchange, with the upstream's answer or with `upstream_unavailable` or `upstream_timeout`. */
  forward(exchange: Exchange, grant: Grant, target: string): void {
    const { req, res } = exchange;
    if (res.destroyed) return exchange.end('client_closed', 499);
    const { upstreamHeadersMs } = this.#timeouts;
    const body = hasBody(exchange.head) ? new RequestBody(exchange, upstreamHeadersMs) : null;
    const answer = new UpstreamAnswer(exchange, body, this.#logger);
    const options: Dispatcher.DispatchOptions = {
      path: target,
      method: req.method ?? 'GET',
      headers: upstreamHeaders(exchange, grant),
      body: body === null ? null : body.stream,
      // undici's own clock also runs while a slow client uploads; RequestBody has a better one.
      headersTimeout: body === null ? upstreamHeadersMs : 0,
    };
    this.#pool.dispatch(options, answer);
  }

  /** Ends every connection; what is under way fails. */
  async destroy(): Promise<void> {
    await this.#pool.destroy();
  }
}
