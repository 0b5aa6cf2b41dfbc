import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { randomBytes } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Directory } from '@keyledger/directory';
import { positionAt } from '@keyledger/domain';
import { openEmbeddedLedger } from '@keyledger/ledger-embedded';
import { spawnService } from '@keyledger/local';
import { decodeRecord, encodeAttempt } from '@keyledger/wire';
import { LedgerScript } from '../model/ledger-script.ts';
import { type Benchmark, informative } from './kit/entry.ts';
import { inTurns, rounds } from './kit/rounds.ts';
import { QUIET } from './kit/quiet-cluster.ts';
import { combine } from './kit/statistics.ts';

const RECORDS = 300_000;
/** A process is started with fewer: it also fills its catalogue. */
const START_RECORDS = 60_000;
const ROUNDS = 5;
const STARTS = 2;

/** What a reader does with each record, in memory; and how long a process needs until it is ready. */
export const fold: Benchmark = {
  name: 'fold',
  async run() {
    const values = writeHistory(RECORDS);
    const replay = await inTurns(
      ROUNDS,
      () => replayed(values, foldAll),
      () => replayed(values, decodeAll),
    );
    const folder = await mkdtemp(join(tmpdir(), 'keyledger-bench-'));
    try {
      await mkdir(join(folder, 'digest-keys'));
      // The id that the history was written with.
      await writeFile(join(folder, 'digest-keys', 'dk'), randomBytes(32).toString('base64'), { mode: 0o600 });
      await writeLedger(join(folder, 'full'), values.slice(0, START_RECORDS));
      await writeLedger(join(folder, 'empty'), []);
      const read = await rounds(ROUNDS, () => readLedger(join(folder, 'full')));
      const starts = await inTurns(
        STARTS,
        () => startAuthority(folder, 'full'),
        () => startAuthority(folder, 'empty'),
      );
      const each = combine(starts.ours, starts.peer, (full, empty) => ((full - empty) * 1000) / START_RECORDS);
      return [
        informative('fold_records_per_second', '1/s', replay.ours),
        informative('fold_decode_only_per_second', '1/s', replay.peer),
        informative('embedded_read_and_fold', 'µs a record', read),
        informative('cold_start_authority', 'µs a record', each),
        informative('cold_start_authority_full', 'ms', starts.ours),
        informative('cold_start_authority_empty', 'ms', starts.peer),
      ];
    } finally {
      await rm(folder, { recursive: true });
    }
  },
};

/** Keys that are made, paused and resumed: three records each, all of them accepted. */
export function writeHistory(count: number): Uint8Array[] {
  const script = new LedgerScript();
  const organization = script.organization('bench');
  while (script.attempts.length < count) {
    const key = script.key(organization);
    script.command(key, { type: 'pause' });
    script.command(key, { type: 'resume' });
  }
  return script.attempts.slice(0, count).map(encodeAttempt);
}

/** Records a second. */
function replayed(values: readonly Uint8Array[], read: (values: readonly Uint8Array[]) => unknown): Promise<number> {
  const startedAt = performance.now();
  read(values);
  return Promise.resolve((values.length * 1000) / (performance.now() - startedAt));
}

const decodeAll = (values: readonly Uint8Array[]): void => values.forEach(decodeRecord);

export function foldAll(values: readonly Uint8Array[]): Directory {
  const directory = new Directory();
  values.forEach((value, index) => {
    const record = decodeRecord(value);
    if (record.kind !== 'attempt') return;
    const verdict = directory.fold(positionAt(index), record.attempt);
    if (verdict.kind !== 'accepted') throw new Error(`record ${String(index)} is void`);
    directory.advance(positionAt(index));
  });
  return directory;
}

async function writeLedger(folder: string, values: readonly Uint8Array[]): Promise<void> {
  const ledger = await openEmbeddedLedger({ folder });
  await Promise.all(values.map((value) => ledger.append({ key: randomBytes(16), value })));
  await ledger.close();
}

/** Microseconds a record, from opening, which checks every record, to the last one folded. */
async function readLedger(folder: string): Promise<number> {
  const startedAt = performance.now();
  const ledger = await openEmbeddedLedger({ folder });
  const directory = new Directory();
  const over = new AbortController();
  for await (const { records, upTo } of ledger.follow(positionAt(0), over.signal)) {
    for (const { position, value } of records) {
      const record = decodeRecord(value);
      if (record.kind === 'attempt') directory.fold(position, record.attempt);
    }
    if (upTo >= START_RECORDS - 1) break;
  }
  const taken = performance.now() - startedAt;
  over.abort();
  await ledger.close();
  return (taken * 1000) / START_RECORDS;
}

/** Milliseconds until all ports of a process with an empty data folder are open. */
async function startAuthority(folder: string, ledger: string): Promise<number> {
  const data = await mkdtemp(join(folder, 'data-'));
  await writeFile(join(data, 'token'), randomBytes(32).toString('hex'), { mode: 0o600 });
  const startedAt = performance.now();
  const authority = await spawnService('key-authority', {
    ...QUIET,
    KEYLEDGER_LEDGER: `embedded:${join(folder, ledger)}`,
    KEYLEDGER_DATA_DIR: data,
    KEYLEDGER_DIGEST_KEYS: join(folder, 'digest-keys'),
    KEYLEDGER_ADMIN_TOKEN_FILE: join(data, 'token'),
    KEYLEDGER_AUTHORITY_HTTP_PORT: '0',
    KEYLEDGER_AUTHORITY_GRPC_PORT: '0',
    KEYLEDGER_AUTHORITY_OPS_PORT: '0',
  });
  const taken = performance.now() - startedAt;
  await authority.stop();
  return taken;
}
