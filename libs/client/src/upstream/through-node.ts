import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { type Caller, readCaller } from './caller.ts';
import { type UpstreamCode, errorAnswer } from './error-answer.ts';

/** A listener for `node:http` that answers none but requests that have come through an API node. */
export function throughNode(
  handle: (request: IncomingMessage, response: ServerResponse, caller: Caller) => void,
  forward: Readonly<Record<string, string>> = {},
): RequestListener {
  return (request, response) => {
    const caller = readCaller(request.headers, forward);
    if (caller === null) sendError(response, 'digest_key_unavailable');
    else handle(request, response, caller);
  };
}

export function sendError(response: ServerResponse, code: UpstreamCode): void {
  const { status, headers, body } = errorAnswer(code);
  response.writeHead(status, headers).end(JSON.stringify(body));
}
