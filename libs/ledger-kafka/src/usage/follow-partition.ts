import { setTimeout as delay } from 'node:timers/promises';
import { isFault } from '@keyledger/ports';
import { KAFKA_ERROR, KafkaRefusal, messageOf } from '../errors.ts';
import { type Link, unlessAborted } from '../link.ts';
import { Links } from '../links.ts';
import type { KafkaFollowerOptions } from '../options.ts';
import { decodeBatches } from '../record-batch.ts';
import { fetchFrom, logOffset } from '../requests.ts';

/** Nobody waits for usage as one does for a revocation: eight partitions are asked less than once a second. */
const LONG_POLL_MS = 10_000;
const MAX_FETCH_BYTES = 4 * 1024 * 1024;
/** Before what cannot be read is tried again. */
const UNREADABLE_PAUSE_MS = 10_000;

export interface UsageRecord {
  readonly offset: number;
  readonly value: Uint8Array;
}

export interface PartitionOptions extends KafkaFollowerOptions {
  readonly partition: number;
}

/**
 * Reads one partition from an offset on, without a consumer group: who reads keeps the offset with what was read. What
 * the topic no longer holds is passed over, as counts may be. Ends when the signal aborts.
 */
export async function* followPartition(
  options: PartitionOptions,
  from: number,
  signal: AbortSignal,
): AsyncGenerator<readonly UsageRecord[], void, undefined> {
  const links = new Links(options);
  let next = from;
  try {
    while (!signal.aborted) {
      const read = await readOnce(options, links, next, signal);
      if (read === null) continue;
      ({ next } = read);
      if (read.records.length > 0) yield read.records;
    }
  } finally {
    links.drop();
  }
}

interface Read {
  readonly records: readonly UsageRecord[];
  readonly next: number;
}

/** Null: not now. */
async function readOnce(
  options: PartitionOptions,
  links: Links,
  next: number,
  signal: AbortSignal,
): Promise<Read | null> {
  const link = await links.get(signal).catch(() => null);
  if (link === null) return null;
  try {
    const read = await unlessAborted(fetchNext(options, link, next), signal);
    links.worked();
    return read;
  } catch (error) {
    if (signal.aborted) return null;
    links.failed(link, error);
    if (isFault(error)) await unreadable(options, next, error, signal);
    return null;
  }
}

async function fetchNext(options: PartitionOptions, { leader }: Link, next: number): Promise<Read> {
  const { topic, partition, requestTimeoutMs } = options;
  const limits = { maxWaitMs: LONG_POLL_MS, maxBytes: MAX_FETCH_BYTES };
  const { errorCode, batches } = await fetchFrom(leader, topic, next, limits, requestTimeoutMs, partition);
  if (errorCode === KAFKA_ERROR.offsetOutOfRange) {
    // Forgotten by the topic's retention, or a topic that was made anew: either way its beginning is what there is.
    return { records: [], next: await logOffset(leader, topic, 'start', partition) };
  }
  if (errorCode !== KAFKA_ERROR.none) throw new KafkaRefusal('Fetch', errorCode);
  return take(batches, next);
}

function take(bytes: Buffer, from: number): Read {
  const records: UsageRecord[] = [];
  let next = from;
  for (const batch of decodeBatches(bytes)) {
    if (batch.lastOffset < next) continue;
    for (const { position, value } of batch.records) if (position >= next) records.push({ offset: position, value });
    next = batch.lastOffset + 1;
  }
  return { records, next };
}

async function unreadable(
  { logger, topic, partition }: PartitionOptions,
  offset: number,
  error: unknown,
  signal: AbortSignal,
): Promise<void> {
  logger.error({ topic, partition, offset, error: messageOf(error) }, 'the topic of usage cannot be read on');
  await delay(UNREADABLE_PAUSE_MS, undefined, { signal }).catch(() => undefined);
}
