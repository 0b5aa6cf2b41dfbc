import type { Logger } from '@keyledger/ports';
import type { Lifecycle } from './lifecycle.ts';

const SIGNAL_EXIT_CODES = { SIGINT: 130, SIGTERM: 143 } as const;
type StopSignal = keyof typeof SIGNAL_EXIT_CODES;
type CrashEvent = 'uncaughtException' | 'unhandledRejection';

const SIGNALS: readonly StopSignal[] = ['SIGINT', 'SIGTERM'];
const CRASHES: readonly CrashEvent[] = ['uncaughtException', 'unhandledRejection'];

/** The part of `process` by which a program is told to end. */
export interface ProcessEvents {
  on(event: StopSignal, listener: (signal: StopSignal) => void): unknown;
  on(event: CrashEvent, listener: (error: unknown) => void): unknown;
  off(event: StopSignal, listener: (signal: StopSignal) => void): unknown;
  off(event: CrashEvent, listener: (error: unknown) => void): unknown;
  exit(code: number): unknown;
}

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
  for (const signal of SIGNALS) events.on(signal, onSignal);
  for (const crash of CRASHES) events.on(crash, onCrash);
  return () => {
    for (const signal of SIGNALS) events.off(signal, onSignal);
    for (const crash of CRASHES) events.off(crash, onCrash);
  };
}
