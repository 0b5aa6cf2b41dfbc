import { positionAt } from '@keyledger/domain';
import type { LedgerRecord } from '@keyledger/ports';
import { corrupt } from './errors.ts';
import { crc32c } from './crc32c.ts';
import { ByteReader } from './reader.ts';

/**
 * A record batch, message format 2: https://kafka.apache.org/documentation/#recordbatch
 * Decoded here because kafkajs checks no checksum and drops what a batch says about offsets that compaction emptied.
 */
export interface RecordBatch {
  /** The last offset that the batch stands for, whether or not its record is still there. */
  readonly lastOffset: number;
  /** Under which leader it was written; never lower than that of the batch before. */
  readonly leaderEpoch: number;
  readonly records: readonly StoredRecord[];
}

/** A record, and what the broker keeps with it. */
export interface StoredRecord extends LedgerRecord {
  /** No bytes where it has none. */
  readonly key: Uint8Array;
  /** By the broker's clock, in milliseconds; compaction keeps it. -1 where the time is a writer's. */
  readonly appendedAt: number;
}

const HEADER_BYTES = 12; // base offset and length, which stand before what the length counts
const CRC_STARTS_AT = 9; // of what the length counts: leader epoch 4, magic 1, CRC 4
const COMPRESSION = 0x07;
const LOG_APPEND_TIME = 0x08;
const CONTROL = 0x20;
const NOTHING = new Uint8Array(0);

/**
 * The complete batches of a fetch answer; its size limit may cut the last one short. Keys and values are views of `bytes`.
 * @throws Fault `ledger_corrupt` where a checksum or the form is wrong
 */
export function* decodeBatches(bytes: Buffer): Generator<RecordBatch> {
  const reader = new ByteReader(bytes);
  while (reader.remaining >= HEADER_BYTES) {
    const baseOffset = reader.int64();
    const length = reader.int32();
    if (length > reader.remaining) return;
    yield decodeOrFault(baseOffset, reader.slice(length));
  }
}

function decodeOrFault(baseOffset: number, body: Buffer): RecordBatch {
  try {
    return decodeBatch(baseOffset, body);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw corrupt(`the record batch at offset ${String(baseOffset)} is malformed: ${error.message}`);
  }
}

function decodeBatch(baseOffset: number, body: Buffer): RecordBatch {
  const reader = new ByteReader(body);
  const leaderEpoch = reader.int32();
  const magic = reader.int8();
  if (magic !== 2) throw corrupt(`the record batch at offset ${String(baseOffset)} has format ${String(magic)}`);
  if (reader.uint32() !== crc32c(body.subarray(CRC_STARTS_AT))) {
    throw corrupt(`the record batch at offset ${String(baseOffset)} has a wrong checksum`);
  }
  const attributes = reader.int16();
  if ((attributes & COMPRESSION) !== 0) throw corrupt(`the record batch at ${String(baseOffset)} is compressed`);
  const lastOffset = baseOffset + reader.int32();
  reader.skip(8); // first time
  const lastTime = reader.int64();
  reader.skip(8 + 2 + 4); // producer id and epoch, first sequence
  const count = reader.int32();
  if ((attributes & CONTROL) !== 0) return { lastOffset, leaderEpoch, records: [] };
  // Under the broker's clock that is the time of each of its records.
  const appendedAt = (attributes & LOG_APPEND_TIME) === 0 ? -1 : lastTime;
  const records = Array.from({ length: count }, () => decodeRecord(reader, baseOffset, appendedAt));
  return { lastOffset, leaderEpoch, records };
}

/** A record without a value is one with no bytes: what it means is not this package's to say. */
function decodeRecord(reader: ByteReader, baseOffset: number, appendedAt: number): StoredRecord {
  const end = reader.varint() + reader.offset;
  reader.skip(1); // attributes, unused by Kafka
  reader.skipVarlong(); // time
  const position = positionAt(baseOffset + reader.varint());
  const key = reader.varbytes() ?? NOTHING;
  const value = reader.varbytes() ?? NOTHING;
  reader.skip(end - reader.offset); // headers
  return { position, value, key, appendedAt };
}
