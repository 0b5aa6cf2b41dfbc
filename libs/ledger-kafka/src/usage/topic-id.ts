import { KAFKA_ERROR, KafkaRefusal } from '../errors.ts';
import type { Broker } from '../kafkajs.ts';
import { ByteReader } from '../reader.ts';

/** Metadata 10 (Kafka 2.8) is the first that tells a topic's id; kafkajs speaks at most 6. */
const METADATA = { apiKey: 3, apiVersion: 10, apiName: 'Metadata' } as const;
const ID_BYTES = 16;
/** Of tagged fields, which later versions of Kafka may add to any structure. */
const NO_TAGS = 0;

/**
 * Which topic goes by that name at the broker now: one that was deleted and made anew has another id. Null where the
 * broker is too old to tell.
 * @throws KafkaRefusal where it knows of none
 */
export async function topicIdAt(broker: Broker, topic: string): Promise<string | null> {
  if ((broker.versions?.[METADATA.apiKey]?.maxVersion ?? 0) < METADATA.apiVersion) return null;
  const request = { ...METADATA, encode: () => Promise.resolve(encoderOf(encode(topic))) };
  const response = { decode: decodeId, parse: (id: string) => id };
  return broker.connectionPool.send({ request, response });
}

/** What kafkajs takes for an encoder of its own. */
const encoderOf = (bytes: Buffer) => ({ buf: bytes, buffer: bytes });

/** Header tags, one topic by its name, no creation of it, no lists of what is allowed. */
function encode(topic: string): Buffer {
  const name = Buffer.from(topic);
  const one = [NO_TAGS, lengthOf(1), Buffer.alloc(ID_BYTES), lengthOf(name.length), name, NO_TAGS];
  const parts = [...one, 0, 0, 0, NO_TAGS];
  return Buffer.concat(parts.map((part) => (typeof part === 'number' ? Buffer.of(part) : part)));
}

/** Lengths are one more than they are; 0 would be null. Names have at most 249 bytes. */
function lengthOf(length: number): Buffer {
  const value = length + 1;
  return value < 0x80 ? Buffer.of(value) : Buffer.of((value & 0x7f) | 0x80, value >>> 7);
}

/** Header tags, throttle time, brokers, cluster, controller, then of the topic: error, name, id, … */
function decodeId(payload: Buffer): string {
  const reader = new ByteReader(payload);
  skipTags(reader);
  reader.skip(4);
  for (let left = lengthIn(reader); left > 0; left -= 1) skipBroker(reader);
  skipText(reader);
  reader.skip(4);
  if (lengthIn(reader) < 1) throw new Error('the broker answered for no topic');
  const errorCode = reader.int16();
  if (errorCode !== KAFKA_ERROR.none) throw new KafkaRefusal('Metadata', errorCode);
  skipText(reader);
  return reader.slice(ID_BYTES).toString('base64url');
}

/** Its number, host, port and rack. */
function skipBroker(reader: ByteReader): void {
  reader.skip(4);
  skipText(reader);
  reader.skip(4);
  skipText(reader);
  skipTags(reader);
}

const lengthIn = (reader: ByteReader): number => reader.uvarint() - 1;

const skipText = (reader: ByteReader): void => reader.skip(Math.max(lengthIn(reader), 0));

function skipTags(reader: ByteReader): void {
  for (let left = reader.uvarint(); left > 0; left -= 1) {
    reader.uvarint();
    reader.skip(reader.uvarint());
  }
}
