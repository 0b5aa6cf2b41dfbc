import type { LedgerEntry } from '@keyledger/ports';
import { KAFKA_ERROR, KafkaRefusal } from './errors.ts';
import { type Broker, fetchV11, listOffsetsV3, produceV7 } from './kafkajs.ts';
import { PARTITION } from './link.ts';
import { ByteReader } from './reader.ts';

/** The three requests that the ledger is made of, and the topic of usage. kafkajs encodes and sends them; the answers are read here. */

const same = <T>(value: T): T => value;

export interface ProduceAnswer {
  readonly errorCode: number;
  /** Of the first record; negative where nothing was written. */
  readonly baseOffset: number;
}

/** Writes the entries as one batch, acknowledged by every replica in sync. */
export async function produce(
  leader: Broker,
  topic: string,
  entries: readonly LedgerEntry[],
  timeoutMs: number,
  partition = PARTITION,
): Promise<ProduceAnswer> {
  const messages = entries.map(({ key, value }) => ({ key: asBuffer(key), value: asBuffer(value) }));
  const request = produceV7({
    acks: -1,
    timeout: timeoutMs,
    topicData: [{ topic, partitions: [{ partition, messages }] }],
  });
  return leader.connectionPool.send({ request, response: { decode: decodeProduce, parse: same } });
}

/** Partition answer of Produce 7: partition, error, base offset, append time, log start. */
function decodeProduce(payload: Buffer): ProduceAnswer {
  const reader = new ByteReader(payload);
  const answers = onlyPartition(reader, () => {
    reader.skip(4);
    const answer = { errorCode: reader.int16(), baseOffset: reader.int64() };
    reader.skip(16);
    return answer;
  });
  return answers;
}

export interface FetchAnswer {
  readonly errorCode: number;
  /** Record batches, the last one possibly cut short. */
  readonly batches: Buffer;
}

export interface FetchLimits {
  /** How long the broker may wait for the first record. */
  readonly maxWaitMs: number;
  readonly maxBytes: number;
}

/** A partition, and from which of its offsets on it is read. */
export interface FetchPosition {
  readonly partition: number;
  readonly offset: number;
}

export interface PartitionAnswer extends FetchAnswer {
  readonly partition: number;
}

/** What stands at the offset and behind it; waits at the broker where there is nothing yet. */
export async function fetchFrom(
  leader: Broker,
  topic: string,
  offset: number,
  limits: FetchLimits,
  requestTimeoutMs: number,
): Promise<FetchAnswer> {
  const [answer] = await fetchAll(leader, topic, [{ partition: PARTITION, offset }], limits, requestTimeoutMs);
  return answer ?? forNone();
}

/**
 * The same of several partitions that one broker leads: it waits until one of them has something. The limit of bytes is
 * that of the whole answer, and those that are named first come first.
 * @throws KafkaRefusal where all of them are refused
 */
export async function fetchAll(
  leader: Broker,
  topic: string,
  positions: readonly FetchPosition[],
  { maxWaitMs: maxWaitTime, maxBytes }: FetchLimits,
  requestTimeoutMs: number,
): Promise<PartitionAnswer[]> {
  const partitions = positions.map(({ partition, offset }) => ({ partition, fetchOffset: String(offset), maxBytes }));
  const request = fetchV11({
    replicaId: -1,
    isolationLevel: 0,
    maxWaitTime,
    minBytes: 1,
    maxBytes,
    topics: [{ topic, partitions }],
  });
  return leader.connectionPool.send({
    request,
    response: { decode: decodeFetch, parse: same },
    requestTimeout: maxWaitTime + requestTimeoutMs,
  });
}

/** Fetch 11: throttle time, error, session, then partition, error, high watermark, stable offset, log start, … */
function decodeFetch(payload: Buffer): PartitionAnswer[] {
  const reader = new ByteReader(payload);
  reader.skip(4);
  const errorCode = reader.int16();
  reader.skip(4);
  if (errorCode !== KAFKA_ERROR.none) throw new KafkaRefusal('Fetch', errorCode);
  return partitionsIn(reader, () => {
    const partition = reader.int32();
    const partitionError = reader.int16();
    reader.skip(24);
    reader.array(() => reader.skip(16)); // aborted transactions
    reader.skip(4); // preferred replica
    return { partition, errorCode: partitionError, batches: reader.slice(Math.max(reader.int32(), 0)) };
  });
}

export type LogBoundary = 'start' | 'end';

/**
 * Where the log begins, or where its next record will stand.
 * @throws KafkaRefusal
 */
export async function logOffset(
  leader: Broker,
  topic: string,
  boundary: LogBoundary,
  partition = PARTITION,
): Promise<number> {
  const timestamp = boundary === 'end' ? '-1' : '-2';
  const request = listOffsetsV3({
    replicaId: -1,
    isolationLevel: 0,
    topics: [{ topic, partitions: [{ partition, timestamp }] }],
  });
  const answer = await leader.connectionPool.send({ request, response: { decode: decodeOffset, parse: same } });
  if (answer.errorCode !== KAFKA_ERROR.none) throw new KafkaRefusal('ListOffsets', answer.errorCode);
  return answer.offset;
}

/** ListOffsets 3: throttle time, then partition, error, time, offset. */
function decodeOffset(payload: Buffer): { errorCode: number; offset: number } {
  const reader = new ByteReader(payload);
  reader.skip(4);
  return onlyPartition(reader, () => {
    reader.skip(4);
    const errorCode = reader.int16();
    reader.skip(8);
    return { errorCode, offset: reader.int64() };
  });
}

/** The answer for the one partition that was asked about. */
function onlyPartition<T>(reader: ByteReader, partition: () => T): T {
  return partitionsIn(reader, partition)[0] ?? forNone();
}

/** The answers for all partitions that were asked about, of the one topic. */
function partitionsIn<T>(reader: ByteReader, partition: () => T): T[] {
  return reader
    .array(() => {
      reader.string(); // the topic
      return reader.array(partition);
    })
    .flat();
}

function forNone(): never {
  throw new Error('the broker answered for no partition');
}

function asBuffer(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
