import { setLogger } from '@grpc/grpc-js';
import type { Logger } from '@keyledger/ports';

/** Leads what grpc-js would write to the console, of this whole process, into the log. */
export function captureLibraryLog(logger: Logger): void {
  setLogger({ error: (...parts: unknown[]) => logger.warn({ text: parts.map(String).join(' ') }, 'grpc-js') });
}
