import { silentLogger } from '@keyledger/ports';
import { type AttemptResult, Dispatcher, type DispatcherOptions, type SendOutcome } from '../../src/index.ts';
import { MemoryOutbox } from './memory-outbox.ts';
import { SteppedTime } from './stepped-time.ts';

export const OK: SendOutcome = { delivered: true };
export const down = (changes: object = {}): SendOutcome => ({
  ...{ delivered: false, why: 'answered 503', gone: false, retryAfter: null },
  ...changes,
});
export const DOWN = down();
export const GONE = down({ why: 'answered 410', gone: true });
export const SECRET = 'whsec_c2VjcmV0';

/** Dispatchers over an outbox in memory, by time that is moved by hand, and what they did. */
export class Dispatching {
  readonly time = new SteppedTime();
  readonly outbox = new MemoryOutbox();
  readonly sent: { readonly url: string; readonly id: string; readonly timestamp: string }[] = [];
  readonly results: AttemptResult[] = [];

  /** Four attempts at once, two of them for one owner; each webhook is its own. */
  readonly dispatcherOf = (
    answer: () => SendOutcome | Promise<SendOutcome>,
    changes: Partial<DispatcherOptions> = {},
  ): Dispatcher => {
    const { time, outbox, sent, results } = this;
    const send: DispatcherOptions['send'] = async (url, headers) => {
      sent.push({ url, id: String(headers['webhook-id']), timestamp: String(headers['webhook-timestamp']) });
      return answer();
    };
    const endpointOf = (id: string) => ({ owner: id, url: `https://${id}.example/`, secret: SECRET });
    const fixed = { clock: time, timers: time, random: () => 0, atOnce: 4, atOnceOfOne: 2, logger: silentLogger };
    const onAttempt = (result: AttemptResult): void => void results.push(result);
    return new Dispatcher({ ...fixed, outbox, send, endpointOf, onAttempt, ...changes });
  };
}
