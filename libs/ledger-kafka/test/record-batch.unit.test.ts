import { isFault } from '@keyledger/ports';
import { expect, test } from 'vitest';
import { crc32c } from '../src/crc32c.ts';
import { decodeBatches } from '../src/record-batch.ts';

interface Written {
  readonly delta: number;
  readonly value: string | null;
}

const varint = (value: number): number[] => {
  const bytes: number[] = [];
  let rest = ((value << 1) ^ (value >> 31)) >>> 0;
  for (; rest >= 0x80; rest >>>= 7) bytes.push((rest & 0x7f) | 0x80);
  return [...bytes, rest];
};

function record({ delta, value }: Written): Buffer {
  const key = [...varint(1), 0x6b];
  const bytes = value === null ? varint(-1) : [...varint(Buffer.byteLength(value)), ...Buffer.from(value)];
  const header = [...varint(1), 1, 0x68, ...varint(1), 0x76]; // one header, h: v
  const body = [0, ...varint(0), ...varint(delta), ...key, ...bytes, ...header];
  return Buffer.from([...varint(body.length), ...body]);
}

const LAST_TIME = 1_700_000_000_000;

/** A batch as a broker would keep it, also after compaction has removed some of its records. */
function batch(base: number, lastDelta: number, records: readonly Written[], attributes = 0, epoch = 3): Buffer {
  const body = Buffer.alloc(40);
  body.writeBigInt64BE(BigInt(LAST_TIME), 14);
  body.writeInt16BE(attributes, 0);
  body.writeInt32BE(lastDelta, 2);
  body.writeInt32BE(records.length, 36);
  const checked = Buffer.concat([body, ...records.map(record)]);
  const head = Buffer.alloc(21);
  head.writeBigInt64BE(BigInt(base), 0);
  head.writeInt32BE(checked.length + 9, 8);
  head.writeInt32BE(epoch, 12);
  head.writeInt8(2, 16);
  head.writeUInt32BE(crc32c(checked), 17);
  return Buffer.concat([head, checked]);
}

const decoded = (bytes: Buffer) =>
  [...decodeBatches(bytes)].map(({ lastOffset, leaderEpoch, records }) => ({
    lastOffset,
    leaderEpoch,
    records: records.map(({ position, value }) => [position, Buffer.from(value).toString()]),
  }));

const two = [
  { delta: 0, value: 'a' },
  { delta: 1, value: 'b' },
];

test('records come out with the offsets that their batch gives them', () => {
  const bytes = Buffer.concat([batch(10, 1, two), batch(12, 0, [{ delta: 0, value: 'c'.repeat(300) }])]);
  expect(decoded(bytes)).toEqual([
    { lastOffset: 11, leaderEpoch: 3, records: [[10, 'a'], [11, 'b']] }, // prettier-ignore
    { lastOffset: 12, leaderEpoch: 3, records: [[12, 'c'.repeat(300)]] },
  ]);
});

test("a record has its key, and the broker's time where that is what the batch has", () => {
  const kept = (attributes: number) =>
    [...decodeBatches(batch(0, 1, two, attributes))].flatMap(({ records }) =>
      records.map(({ key, appendedAt }) => [Buffer.from(key).toString(), appendedAt]),
    );
  expect(kept(0x08)).toEqual([['k', LAST_TIME], ['k', LAST_TIME]]); // prettier-ignore
  expect(kept(0)).toEqual([['k', -1], ['k', -1]]); // prettier-ignore
});

test('a batch that compaction thinned out or emptied still says up to where it reaches', () => {
  const bytes = Buffer.concat([batch(0, 9, [{ delta: 4, value: 'kept' }]), batch(10, 4, [])]);
  expect(decoded(bytes)).toEqual([
    { lastOffset: 9, leaderEpoch: 3, records: [[4, 'kept']] },
    { lastOffset: 14, leaderEpoch: 3, records: [] },
  ]);
});

test('a batch that the size limit cut short is left for the next fetch, wherever the cut is', () => {
  const whole = batch(0, 1, two);
  for (let cut = 0; cut < whole.length; cut += 1) {
    expect(decoded(Buffer.concat([whole, whole.subarray(0, cut)]))).toHaveLength(1);
  }
});

test('control batches count as offsets and deliver nothing', () => {
  expect(decoded(batch(5, 0, [{ delta: 0, value: 'commit' }], 0x20))).toEqual([
    { lastOffset: 5, leaderEpoch: 3, records: [] },
  ]);
});

test('a record without a value is delivered as one without bytes', () => {
  expect(decoded(batch(0, 0, [{ delta: 0, value: null }]))[0]?.records).toEqual([[0, '']]);
});

test('any changed byte behind the checksum is ledger_corrupt, and so is a compressed batch', () => {
  const whole = batch(0, 1, two);
  for (let at = 17; at < whole.length; at += 1) {
    const changed = Buffer.from(whole);
    changed[at] = (changed[at] ?? 0) ^ 0x10;
    expect(() => decoded(changed)).toThrow(expect.objectContaining({ code: 'ledger_corrupt' }));
  }
  expect(() => decoded(batch(0, 1, two, 1))).toThrow(expect.objectContaining({ code: 'ledger_corrupt' }));
});

test('a batch with a right checksum and a wrong form is ledger_corrupt, not a crash', () => {
  const body = batch(0, 1, two);
  const lying = Buffer.from(body);
  lying.writeInt32BE(1000, 21 + 36); // more records than there are
  lying.writeUInt32BE(crc32c(lying.subarray(21)), 17);
  try {
    decoded(lying);
    expect.unreachable();
  } catch (error) {
    expect(isFault(error, 'ledger_corrupt')).toBe(true);
  }
});
