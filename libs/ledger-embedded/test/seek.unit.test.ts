import { positionAt } from '@keyledger/domain';
import { expect, test } from 'vitest';
import { seededRandom } from '../../../test/kit/seeded.ts';
import { openEmbeddedLedger } from '../src/index.ts';
import { OffsetIndex } from '../src/offset-index.ts';
import { CrashDisk } from './crash-disk.ts';
import { allTexts, entry } from './reading.ts';

const RECORDS = 600;
const text = (index: number) => `${String(index)}:${'x'.repeat(2_000)}`;

test('a follower finds any position in a file of many strides, also after a restart', async () => {
  const disk = new CrashDisk(seededRandom(1));
  const first = await openEmbeddedLedger({ folder: 'data', files: disk.boot() });
  await Promise.all(Array.from({ length: RECORDS }, (_, index) => first.append(entry(text(index)))));
  disk.kill();
  const reopened = await openEmbeddedLedger({ folder: 'data', files: disk.boot() });
  await reopened.append(entry(text(RECORDS)));
  for (let from = 0; from <= RECORDS; from += 37) {
    const iterator = reopened.follow(positionAt(from), new AbortController().signal)[Symbol.asyncIterator]();
    const { records } = (await iterator.next()).value as { records: { position: number; value: Uint8Array }[] };
    expect(records[0]?.position).toBe(from);
    expect(Buffer.from(records[0]?.value ?? []).toString()).toBe(text(from));
    await iterator.return?.();
  }
  expect(await allTexts(reopened)).toHaveLength(RECORDS + 1);
});

test('the index keeps one place a stride, and finds the last one at or before a position', () => {
  const index = new OffsetIndex();
  const places = Array.from({ length: 5_000 }, (_, at) => ({ position: positionAt(at), offset: 32 + at * 1_000 }));
  for (const place of places) index.note(place);
  for (const { position, offset } of places) {
    const found = index.before(position);
    expect(found.position).toBeLessThanOrEqual(position);
    expect(found.offset).toBe(places[found.position]?.offset);
    expect(offset - found.offset).toBeLessThan(64 * 1024 + 1_000);
  }
});
