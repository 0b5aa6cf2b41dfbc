import type { FilePort, LogFile } from '../src/file-port.ts';

/** Small, so that also small records are torn. */
const SECTOR_BYTES = 64;

interface StoredFile {
  /** What a power failure leaves. */
  durable: Buffer;
  /** What the system shows while it runs. */
  live: Buffer;
  /** Written since the last sync: any sector of it may or may not reach the disk. */
  pending: { offset: number; data: Buffer }[];
}

type Outcome = 'done' | 'crash-before' | 'crash-after' | 'error';

/** A disk on which the process may die at any step, and after which only what was synced is certain to be there. */
export class CrashDisk {
  readonly #random: () => number;
  #names = new Map<string, StoredFile>();
  #durableNames = new Map<string, StoredFile>();
  readonly #locks = new Set<string>();
  #process = 0;
  #stepsLeft = Infinity;
  #errorRate = 0;

  constructor(random: () => number) {
    this.#random = random;
  }

  /** The process is killed: what it wrote is still in the system's memory. */
  kill(): void {
    this.#process += 1;
    this.#locks.clear();
  }

  /** The machine loses power: of what was not synced, any sectors remain. */
  powerFail(): void {
    this.kill();
    if (this.#random() < 0.5) this.#durableNames = new Map(this.#names);
    this.#names = new Map(this.#durableNames);
    for (const file of this.#names.values()) {
      const style = this.#random();
      const chance = style < 0.4 ? 0 : style < 0.8 ? this.#random() : 1;
      for (const { offset, data } of file.pending) this.#land(file, offset, data, chance);
      file.pending = [];
      file.live = Buffer.from(file.durable);
    }
  }

  /** The disk as a new process sees it, which dies at its step number `steps`. */
  boot(steps = Infinity, errorRate = 0): FilePort {
    this.#stepsLeft = steps;
    this.#errorRate = errorRate;
    const process = this.#process;
    const step = <Result>(effect: () => Result): Promise<Result> => this.#step(process, effect);
    return {
      makeFolder: () => Promise.resolve(),
      open: (path) =>
        step(() => {
          const file = this.#names.get(path);
          return file === undefined ? null : this.#handle(process, file);
        }),
      create: (path) =>
        step(() => {
          const file: StoredFile = { durable: Buffer.alloc(0), live: Buffer.alloc(0), pending: [] };
          this.#names.set(path, file);
          return this.#handle(process, file);
        }),
      rename: (from, to) =>
        step(() => {
          const file = this.#names.get(from);
          if (file === undefined) throw new Error('no such file');
          this.#names.delete(from);
          this.#names.set(to, file);
        }),
      syncFolder: () =>
        step(() => {
          this.#durableNames = new Map(this.#names);
        }),
      lock: (path) => {
        if (this.#locks.has(path)) return null;
        this.#locks.add(path);
        return () => process === this.#process && this.#locks.delete(path);
      },
    };
  }

  #handle(process: number, file: StoredFile): LogFile {
    const step = <Result>(effect: () => Result, onError?: () => void): Promise<Result> =>
      this.#step(process, effect, onError);
    return {
      size: () => step(() => file.live.length),
      read: (offset, length) => step(() => Buffer.from(file.live.subarray(offset, offset + length))),
      write: (data, offset) =>
        step(() => {
          file.live = overlay(file.live, offset, data);
          file.pending.push({ offset, data: Buffer.from(data) });
        }),
      datasync: () =>
        step(
          () => {
            for (const { offset, data } of file.pending) file.durable = overlay(file.durable, offset, data);
            file.pending = [];
          },
          // A failed sync forgets: the pages count as clean, are shown, and never reach the disk.
          () => {
            file.pending = [];
          },
        ),
      truncate: (length) =>
        step(() => {
          file.live = file.live.subarray(0, length);
          file.durable = file.durable.subarray(0, length);
          for (const write of file.pending) {
            file.durable = overlay(file.durable, write.offset, write.data).subarray(0, length);
          }
          file.pending = [];
        }),
      close: () => Promise.resolve(),
    };
  }

  async #step<Result>(process: number, effect: () => Result, onError: () => void = () => {}): Promise<Result> {
    await Promise.resolve();
    if (process !== this.#process || this.#stepsLeft <= 0) throw new Error('this process is dead');
    this.#stepsLeft -= 1;
    const outcome = this.#outcome();
    if (outcome === 'error') onError();
    const result = outcome === 'done' || outcome === 'crash-after' ? effect() : undefined;
    if (outcome === 'done') return result as Result;
    throw new Error(`the disk failed: ${outcome}`);
  }

  #outcome(): Outcome {
    if (this.#stepsLeft <= 0) return this.#random() < 0.5 ? 'crash-before' : 'crash-after';
    return this.#random() < this.#errorRate ? 'error' : 'done';
  }

  #land(file: StoredFile, offset: number, data: Buffer, chance: number): void {
    for (let at = 0; at < data.length;) {
      const end = Math.min(data.length, at + SECTOR_BYTES - ((offset + at) % SECTOR_BYTES));
      if (this.#random() < chance) file.durable = overlay(file.durable, offset + at, data.subarray(at, end));
      at = end;
    }
  }
}

/** With zeros where nothing was written. */
function overlay(base: Buffer, offset: number, data: Uint8Array): Buffer {
  const result = Buffer.alloc(Math.max(base.length, offset + data.length));
  result.set(base);
  result.set(data, offset);
  return result;
}
