import type { ServerDuplexStream } from '@grpc/grpc-js';
import { Fault } from '@keyledger/ports';
import type {
  VerifyRequest__Output as VerifyRequest,
  VerifyResponse,
  VerifyStreamRequest__Output as VerifyStreamRequest,
  VerifyStreamResponse,
} from '@keyledger/proto';
import { type ServiceContext, greet } from './service.ts';
import { statusOf } from './status.ts';

/** Messages of one stream that may be unanswered; the rest waits in the client, by flow control. */
const MAX_UNANSWERED = 32;

type Answer = (requests: readonly VerifyRequest[], signal: AbortSignal) => Promise<VerifyResponse[]>;

/** Answers each message when it is ready, in any order. A message that cannot be accepted ends the stream. */
export function serveVerifyStream(
  call: ServerDuplexStream<VerifyStreamRequest, VerifyStreamResponse>,
  { stopping, logger }: ServiceContext,
  answer: Answer,
): void {
  const over = new AbortController();
  let unanswered = 0;
  let halfClosed = false;
  let writable = true;

  const fail = (error: unknown): void => {
    if (over.signal.aborted) return;
    over.abort();
    call.pause();
    call.emit('error', statusOf(error, logger, call.getPath()));
  };
  const goOn = (): void => {
    if (over.signal.aborted) return;
    if (unanswered === 0 && halfClosed) call.end();
    else if (unanswered === 0 && stopping.aborted) fail(stopped());
    else if (writable && unanswered < MAX_UNANSWERED && !stopping.aborted) call.resume();
    else call.pause();
  };
  const write = (response: VerifyStreamResponse): void => {
    unanswered -= 1;
    if (over.signal.aborted) return;
    if (!call.write(response) && writable) {
      writable = false;
      call.once('drain', () => {
        writable = true;
        goOn();
      });
    }
    goOn();
  };
  const take = async ({ id, requests }: VerifyStreamRequest): Promise<VerifyStreamResponse> => {
    // The loader gives numbers: a greater id would come back as another one.
    if (!Number.isSafeInteger(id)) throw new Fault('malformed_request', 'An id must be below 2^53.');
    return { id, responses: await answer(requests, over.signal) };
  };

  call.on('data', (message: VerifyStreamRequest) => {
    if (over.signal.aborted) return;
    unanswered += 1;
    goOn();
    take(message).then(write).catch(fail);
  });
  call.on('end', () => {
    halfClosed = true;
    goOn();
  });
  call.on('cancelled', () => over.abort());
  stopping.addEventListener('abort', goOn, { signal: over.signal });
  greet(call);
  goOn();
}

const stopped = (): Fault => new Fault('digest_key_unavailable', 'The server is stopping; ask another one.');
