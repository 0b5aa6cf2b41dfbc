import type { Logger } from '@keyledger/ports';
import type { Lifecycle } from './lifecycle.ts';

/** The part of `process` by which a program is told to end. */
export interface ProcessEvents {
  on(event: string, listener: (...args: never[]) => void): unknown;
  off(event: string, listener: (...args: never[]) => void): unknown;
  exit(code: number): unknown;
}

const SIGNAL_EXIT_CODES = { SIGINT: 130, SIGTERM: 143 } as const;
type StopSignal = keyof typeof SIGNAL_EXIT_CODES;

/**
 * SIGINT or SIGTERM stops the process gracefully, a second one at once. An error that nobody caught ends it at once:
 * what state it left behind is unknown. Returns how to undo this.
 */
export function watchProcess(events: ProcessEvents, lifecycle: Lifecycle, logger: Logger): () => void {
  const onSignal = (signal: StopSignal): void => {
    if (lifecycle.stopping.aborted) {
      logger.warn({ signal }, 'stopping at once');
      events.exit(SIGNAL_EXIT_CODES[signal]);
    } else {
      void lifecycle.stop(signal);
    }
  };
  const onCrash = (error: unknown): void => {
    logger.error({ err: error }, 'an error that nobody caught; ending');
    events.exit(1);
  };
  const listeners = { SIGINT: onSignal, SIGTERM: onSignal, uncaughtException: onCrash, unhandledRejection: onCrash };
  for (const [event, listener] of Object.entries(listeners)) events.on(event, listener);
  return () => {
    for (const [event, listener] of Object.entries(listeners)) events.off(event, listener);
  };
}
