import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { Directory, type LedgerMark, checkpointFile } from '@keyledger/directory';
import { positionAt } from '@keyledger/domain';
import { foldAll, writeHistory } from './fold.ts';
import { type Benchmark, informative } from './kit/entry.ts';
import { inTurns } from './kit/rounds.ts';
import { combine } from './kit/statistics.ts';

const KEYS = 100_000;
/** Of each key: it was made, paused and resumed. */
const RECORDS = 3 * KEYS;
const ROUNDS = 5;

/** A start from the checkpoint of 100,000 keys beside reading their records, and what writing it costs. */
export const checkpoint: Benchmark = {
  name: 'checkpoint',
  async run() {
    const values = writeHistory(RECORDS);
    const directory = foldAll(values);
    const attempt = { position: directory.applied, sha256: 'ab'.repeat(32) };
    const mark: LedgerMark = { ledgerIds: ['bench'], position: positionAt(RECORDS - 1), attempt };
    const folder = await mkdtemp(join(tmpdir(), 'keyledger-bench-'));
    try {
      const path = join(folder, 'checkpoint');
      const file = checkpointFile(path);
      const [saves, pauses]: [number[], number[]] = [[], []];
      for (let round = 0; round < ROUNDS; round++) {
        const delays = monitorEventLoopDelay({ resolution: 1 });
        delays.enable();
        saves.push(await taken(() => file.save(mark, directory.snapshot())));
        delays.disable();
        pauses.push(delays.max / 1e6);
      }
      const { ours, peer } = await inTurns(
        ROUNDS,
        () =>
          taken(async () => {
            const loaded = await file.load();
            if (loaded.kind !== 'usable') throw new Error(loaded.kind);
            new Directory().restore(loaded.snapshot);
          }),
        () => taken(async () => void foldAll(values)),
      );
      return [
        informative(
          'checkpoint_start_over_replay',
          '×',
          combine(ours, peer, (start, replay) => start / replay),
        ),
        informative('checkpoint_start', 'ms', ours),
        informative('checkpoint_replay', 'ms', peer),
        informative('checkpoint_save', 'ms', saves),
        informative('checkpoint_save_longest_pause', 'ms', pauses),
        informative('checkpoint_size', 'bytes a key', [(await stat(path)).size / KEYS]),
      ];
    } finally {
      await rm(folder, { recursive: true });
    }
  },
};

async function taken(work: () => Promise<void>): Promise<number> {
  const startedAt = performance.now();
  await work();
  return performance.now() - startedAt;
}
