import { Fault } from '@keyledger/ports';
import type { Cursor } from './cursor.ts';

const PUBLIC_CORRUPT = 'The ledger is damaged.';
const PUBLIC_UNAVAILABLE = 'The ledger cannot be used now.';

/** What lies at that place is not the record that was written there. */
export function corrupt(path: string, { position, offset }: Cursor): Fault {
  const where = `${path} is damaged at byte ${String(offset)}, where record ${String(position)} should begin`;
  return corruptFile(`${where}. Nothing was changed.`);
}

export function corruptFile(what: string): Fault {
  const internal = `${what} Check the disk, then restore the file from a backup that holds every acknowledged record.`;
  return new Fault('ledger_corrupt', PUBLIC_CORRUPT, { internal });
}

export function unavailable(internal: string, cause?: unknown): Fault {
  return new Fault('ledger_unavailable', PUBLIC_UNAVAILABLE, { internal, cause });
}

export function outcomeUnknown(internal: string, cause: unknown): Fault {
  return new Fault('outcome_unknown', 'It is not known whether this was recorded.', { internal, cause });
}
