import { spawn } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { appendFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type HistoryRecord, formatHistory } from '../../history/records.ts';

const FLUSH_EVERY_MS = 500;
/** Of violations that are found at once: those after the first often only follow from it. */
const SHOWN = 2;
const checker = fileURLToPath(new URL('../../history/run.ts', import.meta.url));

/** What the checker found, in words; empty where it found nothing. */
export type Findings = string;

/** The history of a run, in a file, as it grows. Everything that is recorded has ended. */
export class HistoryFile {
  readonly path: string;
  readonly counts = new Map<string, number>();
  /** Written as they come: the checker needs every attempt that any answer could come from. */
  #attempts: HistoryRecord[] = [];
  #others: HistoryRecord[] = [];
  #isChecking = false;
  #writing: Promise<void> = Promise.resolve();
  readonly #timer: NodeJS.Timeout;

  constructor(path: string) {
    this.path = path;
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, '');
    this.#timer = setInterval(() => void this.#flush(), FLUSH_EVERY_MS);
  }

  record(record: HistoryRecord): void {
    this.counts.set(record.kind, (this.counts.get(record.kind) ?? 0) + 1);
    (record.kind === 'attempt' ? this.#attempts : this.#others).push(record);
  }

  note(text: string): void {
    this.record({ kind: 'note', at: performance.now(), text });
  }

  /**
   * Checks all that has been recorded until now, in a process of its own.
   * @param ledgerRead resolves when every attempt that was there at the call has been recorded
   */
  async check(ledgerRead: () => Promise<void>): Promise<Findings> {
    await this.#flush();
    this.#isChecking = true;
    try {
      await ledgerRead();
      await this.#flush();
      return await findings(this.path);
    } finally {
      this.#isChecking = false;
    }
  }

  async close(): Promise<void> {
    clearInterval(this.#timer);
    await this.#flush();
  }

  #flush(): Promise<void> {
    const records = this.#attempts.splice(0);
    if (!this.#isChecking) records.push(...this.#others.splice(0));
    if (records.length > 0) this.#writing = this.#writing.then(() => appendFile(this.path, formatHistory(records)));
    return this.#writing;
  }
}

async function findings(path: string): Promise<Findings> {
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', checker, path], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => (output += text));
  }
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
  if (code === 0) return '';
  const [first = '', ...violations] = output.split('\n\n');
  return [first, ...violations.slice(0, SHOWN), `all of them: test/history/run.ts ${path}`].join('\n\n');
}
