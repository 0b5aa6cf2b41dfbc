/** Reads the big-endian primitives of Kafka's protocol. @throws RangeError beyond the end of the bytes */
export class ByteReader {
  readonly bytes: Buffer;
  #at: number;

  constructor(bytes: Buffer, at = 0) {
    this.bytes = bytes;
    this.#at = at;
  }

  get offset(): number {
    return this.#at;
  }

  get remaining(): number {
    return this.bytes.length - this.#at;
  }

  skip(length: number): void {
    this.#take(length);
  }

  int8(): number {
    return this.bytes.readInt8(this.#take(1));
  }

  int16(): number {
    return this.bytes.readInt16BE(this.#take(2));
  }

  int32(): number {
    return this.bytes.readInt32BE(this.#take(4));
  }

  uint32(): number {
    return this.bytes.readUInt32BE(this.#take(4));
  }

  /** Offsets and times, which stay far below 2^53. */
  int64(): number {
    return Number(this.bytes.readBigInt64BE(this.#take(8)));
  }

  string(): string {
    const length = this.int16();
    return length < 0 ? '' : this.slice(length).toString('utf8');
  }

  /** A view, not a copy. */
  slice(length: number): Buffer {
    const start = this.#take(length);
    return this.bytes.subarray(start, start + length);
  }

  /** A zigzag-encoded number of at most 32 bits. */
  varint(): number {
    const value = this.uvarint();
    return (value >>> 1) ^ -(value & 1);
  }

  /** A number of at most 32 bits. */
  uvarint(): number {
    let value = 0;
    for (let shift = 0; shift < 35; shift += 7) {
      const byte = this.bytes[this.#take(1)] as number;
      value |= (byte & 0x7f) << shift;
      if (byte < 0x80) return value >>> 0;
    }
    throw new RangeError('a varint is too long');
  }

  /** Null where the length is negative. */
  varbytes(): Buffer | null {
    const length = this.varint();
    return length < 0 ? null : this.slice(length);
  }

  skipVarlong(): void {
    while ((this.bytes[this.#take(1)] as number) >= 0x80);
  }

  array<T>(item: () => T): T[] {
    const length = this.int32();
    return length < 0 ? [] : Array.from({ length }, item);
  }

  #take(length: number): number {
    const at = this.#at;
    if (length < 0 || at + length > this.bytes.length) throw new RangeError('beyond the end of the bytes');
    this.#at = at + length;
    return at;
  }
}
