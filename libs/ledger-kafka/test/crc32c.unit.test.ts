import { createRequire } from 'node:module';
import { expect, test } from 'vitest';
import { crc32c } from '../src/crc32c.ts';

test('the checksums of RFC 3720, appendix B.4, come out', () => {
  expect(crc32c(Buffer.alloc(32))).toBe(0x8a9136aa);
  expect(crc32c(Buffer.alloc(32, 0xff))).toBe(0x62a8ab43);
  expect(crc32c(Buffer.from(Array.from({ length: 32 }, (_, index) => index)))).toBe(0x46dd794e);
  expect(crc32c(Buffer.from('123456789'))).toBe(0xe3069283);
});

test('every length gives what the client gives that writes the batches', () => {
  const theirs = createRequire(import.meta.url)('kafkajs/src/protocol/recordBatch/crc32C') as (bytes: Buffer) => number;
  const bytes = Buffer.from(Array.from({ length: 100 }, (_, index) => (index * 151 + 77) % 256));
  for (let length = 0; length <= bytes.length; length += 1) {
    const part = bytes.subarray(0, length);
    expect(crc32c(part)).toBe(theirs(part));
  }
});
