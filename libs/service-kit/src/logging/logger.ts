import { pino, stdTimeFunctions } from 'pino';
import type { DestinationStream, Logger as PinoLogger } from 'pino';
import type { Secret } from '../config/secret.ts';
import { createRedactor } from './redact.ts';

/** A `Logger` of the ports; Fastify takes it as `loggerInstance`. */
export type ServiceLogger = PinoLogger;

export interface LoggerOptions {
  /** The process, in every entry. */
  readonly service: string;
  readonly level: 'error' | 'warn' | 'info' | 'debug' | 'silent';
  /** What must never be seen, beside all that looks like a credential. */
  readonly secrets?: readonly (Secret | undefined)[];
  /** Standard output where it is not given; written at once, so that nothing is lost when the process ends. */
  readonly destination?: DestinationStream;
}

/** A logger that writes a line of JSON for each entry, without secrets. */
export function createLogger({ service, level, secrets = [], destination }: LoggerOptions): ServiceLogger {
  const known = secrets.flatMap((each) => (each === undefined ? [] : [each.reveal()]));
  return pino(
    {
      level,
      base: { service },
      timestamp: stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
      hooks: { streamWrite: createRedactor(known) },
    },
    destination ?? pino.destination({ fd: 1, sync: true }),
  );
}
