import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openEmbeddedLedger } from '../src/index.ts';
import { allTexts } from './reading.ts';

const LIVES = 5;
const WRITER = join(import.meta.dirname, 'writer.child.ts');

let folder: string;
let child: ChildProcess | undefined;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'keyledger-sigkill-'));
});
afterEach(async () => {
  if (child !== undefined) await kill(child);
  await rm(folder, { recursive: true });
});

async function kill(process: ChildProcess): Promise<void> {
  if (process.exitCode !== null || process.signalCode !== null) return;
  const exited = once(process, 'exit');
  process.kill('SIGKILL');
  await exited;
}

/** Lets a process write until that many records were acknowledged, then kills it; what it acknowledged, by position. */
async function killedAfter(
  records: number,
  life: number,
  meanwhile: () => Promise<void>,
): Promise<Map<number, string>> {
  const writer = spawn(process.execPath, [WRITER, folder, String(life)], { stdio: ['ignore', 'pipe', 'inherit'] });
  child = writer;
  const acknowledged = new Map<number, string>();
  for await (const line of createInterface({ input: writer.stdout })) {
    const [position = '', text = ''] = line.split(' ');
    acknowledged.set(Number(position), text);
    if (acknowledged.size === 1) await meanwhile();
    // Lines that it printed before it died are read to the end: each one is a promise.
    if (acknowledged.size === records) writer.kill('SIGKILL');
  }
  await kill(writer);
  return acknowledged;
}

test('a process killed while it writes: nothing acknowledged is lost or moved, nothing is there twice, and the lock is free', async () => {
  const promised = new Map<number, string>();
  for (let life = 0; life < LIVES; life++) {
    const acknowledged = await killedAfter(100 + life * 137, life, async () => {
      const second = openEmbeddedLedger({ folder });
      await expect(second).rejects.toMatchObject({
        code: 'ledger_unavailable',
        internal: expect.stringContaining('Another process has the ledger') as string,
      });
    });
    for (const [position, text] of acknowledged) {
      expect(promised.has(position), 'a position was given twice').toBe(false);
      promised.set(position, text);
    }
    const ledger = await openEmbeddedLedger({ folder });
    const texts = await allTexts(ledger);
    await ledger.close();
    for (const [position, text] of promised) expect(texts[position]).toBe(text);
    expect(new Set(texts).size).toBe(texts.length);
  }
  expect(promised.size).toBeGreaterThanOrEqual(100 * LIVES);
}, 60_000);
