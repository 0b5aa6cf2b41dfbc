import type { AttemptMark } from '@keyledger/directory';
import type { SeenRecord } from '@keyledger/ports';
import { sha256Of } from './witness.ts';

/** The attempt of a checkpoint, for the follower that goes on from there. */
export function seenAttempt({ position, sha256 }: AttemptMark): SeenRecord {
  return { position, recognises: ({ value }) => sha256Of(value) === sha256 };
}
