import type { IncomingMessage, ServerResponse } from 'node:http';
import { Exchange, type ExchangeContext } from './exchange.ts';
import type { PublicCode } from './public-codes.ts';
import { expectsContinue, isWellFormed } from './request-head.ts';
import { isForwardable } from './target.ts';

/** Begins the exchange of a request; null: the request is malformed and has its answer. */
export function openExchange(context: ExchangeContext, req: IncomingMessage, res: ServerResponse): Exchange | null {
  const exchange = new Exchange(context, req, res, targetOf(req));
  const code = malformation(exchange);
  if (code === null) return exchange;
  exchange.refuse(code);
  return null;
}

/** As it was received: what routing goes by may be something else ({@link routingUrl}). */
function targetOf(req: IncomingMessage & { originalUrl?: string }): string {
  return req.originalUrl ?? req.url ?? '';
}

function malformation({ target, head, req }: Exchange): PublicCode | null {
  if (!isForwardable(target) || !isWellFormed(head, req.httpVersion)) return 'malformed_request';
  return head.expect === null || expectsContinue(head) ? null : 'expectation_failed';
}
