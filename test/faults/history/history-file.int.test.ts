import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { parseHistory } from '../../history/records.ts';
import { HistoryFile } from './history-file.ts';

const verify = { kind: 'verify', process: 'node-0', secret: 'nobody made it', wall: [0, 0] } as const;

describe('the history of a run', () => {
  let folder: string;
  let history: HistoryFile;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'keyledger-history-'));
    history = new HistoryFile(join(folder, 'history.jsonl'));
  });
  afterEach(async () => {
    await history.close();
    await rm(folder, { recursive: true });
  });

  const nothingMore = (): Promise<void> => Promise.resolve();

  it('finds nothing in what is as it should be', async () => {
    history.record({ ...verify, start: 1, end: 2, answer: 'invalid_key' });
    expect(await history.check(nothingMore)).toBe('');
  });

  it('finds an accept that nothing allows, and tells what went on then', async () => {
    history.note('a fault of some kind');
    history.record({ ...verify, start: 1, end: 2, answer: '' });
    expect(await history.check(nothingMore)).toMatch(/unfounded-accept[^]*a fault of some kind/);
  });

  it('checks only what was there at the call, and keeps what comes meanwhile', async () => {
    const during = (): Promise<void> => {
      history.record({ ...verify, start: 3, end: 4, answer: '' });
      return Promise.resolve();
    };
    expect(await history.check(during)).toBe('');
    expect(await history.check(nothingMore)).not.toBe('');
    await history.close();
    expect(parseHistory(await readFile(history.path, 'utf8'))).toHaveLength(1);
  });
});
