import { type LedgerPosition, positionAt } from '@keyledger/domain';
import { MAX_RECORD_BYTES } from '@keyledger/ports';
import { crc32 } from 'node:zlib';
import type { ChecksumSeed } from './file-header.ts';

/**
 * How one record lies in the file: magic (4), CRC-32 of all behind it (4), length of the value (4), position (6),
 * position of the first record of its group (6), value. Numbers are big-endian. What was written and synced together is
 * a group; that a record names its own tells a torn last group from damage further up. The key is not kept: nothing is
 * ever compacted here.
 */
export const FRAME_HEADER_BYTES = 24;
export const FRAME_MAGIC = Buffer.from('KLRC');
const CRC_AT = 4;
const LENGTH_AT = 8;
const POSITION_AT = 12;
const GROUP_AT = 18;
const POSITION_BYTES = 6;

export const MAX_FRAME_BYTES = FRAME_HEADER_BYTES + MAX_RECORD_BYTES;
/** The most that is written at once, and so the most that a crash can tear. */
export const MAX_GROUP_BYTES = 16 * MAX_FRAME_BYTES;

export interface Frame {
  readonly position: LedgerPosition;
  /** The position of the first record that was written together with this one. */
  readonly group: LedgerPosition;
  readonly value: Buffer;
}

export const frameBytes = (value: Uint8Array): number => FRAME_HEADER_BYTES + value.length;

/** The frames of one group, whose first record has that position. */
export function encodeGroup(values: readonly Uint8Array[], group: LedgerPosition, seed: ChecksumSeed): Buffer {
  const buffer = Buffer.allocUnsafe(values.reduce((sum, value) => sum + frameBytes(value), 0));
  let at = 0;
  for (const [index, value] of values.entries()) {
    const frame = buffer.subarray(at, at + frameBytes(value));
    FRAME_MAGIC.copy(frame);
    frame.writeUInt32BE(value.length, LENGTH_AT);
    frame.writeUIntBE(group + index, POSITION_AT, POSITION_BYTES);
    frame.writeUIntBE(group, GROUP_AT, POSITION_BYTES);
    frame.set(value, FRAME_HEADER_BYTES);
    frame.writeUInt32BE(crc32(frame.subarray(LENGTH_AT), seed), CRC_AT);
    at += frame.length;
  }
  return buffer;
}

/** The frame that begins there; null where the bytes are no whole and undamaged frame. */
export function decodeFrame(buffer: Buffer, at: number, seed: ChecksumSeed): Frame | null {
  const valueAt = at + FRAME_HEADER_BYTES;
  if (
    valueAt > buffer.length ||
    buffer.compare(FRAME_MAGIC, 0, FRAME_MAGIC.length, at, at + FRAME_MAGIC.length) !== 0
  ) {
    return null;
  }
  const length = buffer.readUInt32BE(at + LENGTH_AT);
  if (length > MAX_RECORD_BYTES || valueAt + length > buffer.length) return null;
  if (buffer.readUInt32BE(at + CRC_AT) !== crc32(buffer.subarray(at + LENGTH_AT, valueAt + length), seed)) return null;
  return {
    position: positionAt(buffer.readUIntBE(at + POSITION_AT, POSITION_BYTES)),
    group: positionAt(buffer.readUIntBE(at + GROUP_AT, POSITION_BYTES)),
    value: buffer.subarray(valueAt, valueAt + length),
  };
}
