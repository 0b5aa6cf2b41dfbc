import { type LedgerPosition, positionAfter, positionAt } from '@keyledger/domain';
import { type ChecksumSeed, HEADER_BYTES } from './file-header.ts';
import type { LogFile } from './file-port.ts';
import { decodeFrame, type Frame, frameBytes, MAX_FRAME_BYTES } from './frame.ts';

/** A record's position, and the byte of the file at which its frame begins (or will begin). */
export interface Cursor {
  readonly position: LedgerPosition;
  readonly offset: number;
}

export const FIRST_RECORD: Cursor = { position: positionAt(0), offset: HEADER_BYTES };

/** Large enough for any frame, so that each read holds a whole one. */
const CHUNK_BYTES = 2 * MAX_FRAME_BYTES;

export const behind = (cursor: Cursor, frame: Frame): Cursor => ({
  position: positionAfter(cursor.position),
  offset: cursor.offset + frameBytes(frame.value),
});

/**
 * The frames that follow each other from the cursor, as many as one read holds, none of it beyond `limit` bytes. None at
 * all: what lies there is not the record of that position.
 */
export async function readFrames(file: LogFile, cursor: Cursor, limit: number, seed: ChecksumSeed): Promise<Frame[]> {
  const chunk = await file.read(cursor.offset, Math.min(CHUNK_BYTES, limit - cursor.offset));
  const frames: Frame[] = [];
  for (let next = cursor; ;) {
    const frame = decodeFrame(chunk, next.offset - cursor.offset, seed);
    if (frame?.position !== next.position) return frames;
    frames.push(frame);
    next = behind(next, frame);
  }
}
