import { hash } from 'node:crypto';
import type { FileHandle } from 'node:fs/promises';

/**
 * How a checkpoint lies in its file: magic (8), format version (4), then frames: length of the payload (4), SHA-256 of
 * the SHA-256 before it, the length and the payload (32), payload. An empty frame ends the file. Each sum thus stands for
 * everything before it, so that no part can be missing, doubled or of another file. Numbers are big-endian.
 */
const MAGIC = Buffer.from('KLDIRCKP');
const FORMAT_VERSION = 1;
const LENGTH_BYTES = 4;
const SUM_BYTES = 32;
const FRAME_HEADER_BYTES = LENGTH_BYTES + SUM_BYTES;

const PREAMBLE = Buffer.alloc(MAGIC.length + 4);
MAGIC.copy(PREAMBLE);
PREAMBLE.writeUInt32BE(FORMAT_VERSION, MAGIC.length);

/** What a frame's sum is made of, for the first one. */
const FIRST_SUM = hash('sha256', PREAMBLE, 'buffer');
const END = Buffer.alloc(0);

/** The file is not what was written; the message says where. */
export class DamagedFile extends Error {
  override readonly name = 'DamagedFile';
}

function sumOf(before: Buffer, length: Buffer, payload: Buffer): Buffer {
  return hash('sha256', Buffer.concat([before, length, payload]), 'buffer');
}

/** Writes a file from its beginning, one frame after the other. */
export class FrameWriter {
  readonly #file: FileHandle;
  #sum: Buffer = FIRST_SUM;
  #offset = 0;

  constructor(file: FileHandle) {
    this.#file = file;
  }

  /** The payload must not be empty. */
  async write(payload: Buffer): Promise<void> {
    if (this.#offset === 0) await this.#put(PREAMBLE);
    const length = Buffer.alloc(LENGTH_BYTES);
    length.writeUInt32BE(payload.length);
    this.#sum = sumOf(this.#sum, length, payload);
    await this.#put(Buffer.concat([length, this.#sum, payload]));
  }

  end(): Promise<void> {
    return this.write(END);
  }

  async #put(bytes: Buffer): Promise<void> {
    for (let written = 0; written < bytes.length;) {
      const { bytesWritten } = await this.#file.write(bytes, written, bytes.length - written, this.#offset + written);
      if (bytesWritten === 0) throw new Error('the disk took none of what was written');
      written += bytesWritten;
    }
    this.#offset += bytes.length;
  }
}

/** The payloads in order; ends where the file ends as it should. @throws DamagedFile */
export async function* readFrames(file: FileHandle): AsyncGenerator<Buffer, void, undefined> {
  const { size } = await file.stat();
  if (!(await read(file, 0, PREAMBLE.length, size)).equals(PREAMBLE)) {
    throw new DamagedFile('it does not begin as a checkpoint of this version does');
  }
  let offset = PREAMBLE.length;
  let sum: Buffer = FIRST_SUM;
  for (;;) {
    const header = await read(file, offset, FRAME_HEADER_BYTES, size);
    const length = header.subarray(0, LENGTH_BYTES);
    const payload = await read(file, offset + FRAME_HEADER_BYTES, length.readUInt32BE(), size);
    sum = sumOf(sum, length, payload);
    if (!sum.equals(header.subarray(LENGTH_BYTES))) throw new DamagedFile(`damaged at byte ${String(offset)}`);
    offset += FRAME_HEADER_BYTES + payload.length;
    if (payload.length === 0) break;
    yield payload;
  }
  if (offset !== size) throw new DamagedFile(`goes on behind its end at byte ${String(offset)}`);
}

async function read(file: FileHandle, offset: number, length: number, size: number): Promise<Buffer> {
  if (offset + length > size) throw new DamagedFile(`cut off: ${String(size)} bytes`);
  const bytes = Buffer.allocUnsafe(length);
  for (let filled = 0; filled < length;) {
    const { bytesRead } = await file.read(bytes, filled, length - filled, offset + filled);
    if (bytesRead === 0) throw new DamagedFile('cut off while it was read');
    filled += bytesRead;
  }
  return bytes;
}
