import type { Logger } from '@keyledger/ports';
import { withinDeadline } from './deadline.ts';
import { StartRefused } from './start-refused.ts';

/** Thrown by `start` once the process is asked to stop, so that nothing more is begun. */
export class StopRequested extends Error {
  override readonly name = 'StopRequested';
}

export interface LifecycleOptions {
  readonly logger: Logger;
  /** For the stop of each part, in milliseconds. */
  readonly deadlineMs?: number;
}

export interface Lifecycle {
  /** Aborts as soon as the process is asked to stop. */
  readonly stopping: AbortSignal;
  /**
   * Begins one part and remembers how to end it.
   * @throws StopRequested where a stop was asked for meanwhile; else what `begin` throws. Either way all that was
   *   started is stopped first.
   */
  start<T>(name: string, begin: () => Promise<T> | T, stop?: (part: T) => Promise<void> | void): Promise<T>;
  /**
   * Stops everything in the reverse order of its start. A part that fails or is late does not keep the others; calls
   * after the first wait for it. True: every part stopped in time.
   */
  stop(why: string): Promise<boolean>;
  /** Stops everything because the process cannot go on; it then ends with a failure. The first one counts. */
  fail(error: unknown): void;
  /** What the process failed by; undefined where it did not. */
  readonly failure: unknown;
}

interface Started {
  readonly name: string;
  readonly stop: () => Promise<void>;
}

const STOP_DEADLINE_MS = 10_000;

export function createLifecycle({ logger, deadlineMs = STOP_DEADLINE_MS }: LifecycleOptions): Lifecycle {
  const started: Started[] = [];
  const asked = new AbortController();
  let beginning: Promise<unknown> = Promise.resolve();
  let stopped: Promise<boolean> | undefined;
  let failure: unknown;

  async function end(what: string, work: () => Promise<unknown>): Promise<boolean> {
    try {
      await withinDeadline(deadlineMs, work());
      logger.debug({ part: what }, 'stopped');
      return true;
    } catch (error) {
      logger.error({ part: what, err: error }, 'did not stop as it should');
      return false;
    }
  }

  async function stopAll(): Promise<boolean> {
    let clean = await end('what was just starting', () => beginning);
    for (let part = started.pop(); part !== undefined; part = started.pop()) {
      clean = (await end(part.name, part.stop)) && clean;
    }
    return clean;
  }

  function stop(why: string): Promise<boolean> {
    if (stopped === undefined) {
      logger.info({ why }, 'stopping');
      stopped = stopAll();
      asked.abort(new StopRequested(why));
    }
    return stopped;
  }

  function fail(error: unknown): void {
    if (failure !== undefined && error === failure) return;
    // For an operator, who is told at the end (run.ts); a stack would only hide what to mend.
    if (error instanceof StartRefused) logger.debug({ err: error }, 'refused');
    else logger.error({ err: error }, 'failed');
    failure ??= error ?? new Error('failed without saying why');
    void stop('failed');
  }

  async function begin<T>(
    name: string,
    work: () => Promise<T> | T,
    end: (part: T) => Promise<void> | void,
  ): Promise<T> {
    const part = await work();
    started.push({ name, stop: async () => end(part) });
    logger.debug({ part: name }, 'started');
    return part;
  }

  return {
    stopping: asked.signal,
    stop,
    fail,
    get failure() {
      return failure;
    },
    async start(name, work, end = () => undefined) {
      asked.signal.throwIfAborted();
      const beginningThis = begin(name, work, end);
      beginning = Promise.allSettled([beginning, beginningThis]);
      try {
        const part = await beginningThis;
        asked.signal.throwIfAborted();
        return part;
      } catch (error) {
        if (!(error instanceof StopRequested)) fail(error);
        await stop('failed');
        throw error;
      }
    },
  };
}
