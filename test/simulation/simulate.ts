import { checkHistory } from '../history/check.ts';
import type { HistoryRecord, Violation } from '../history/records.ts';
import { decodeRecord } from '@keyledger/wire';
import type { Assembly } from './bugs/assembly.ts';
import { decodingOnce } from './engine/decoded-once.ts';
import { deterministically } from './engine/deterministic.ts';
import { Script } from './script.ts';
import { scenarioOf } from './scenario.ts';
import { World } from './world.ts';

/** What a seed came to. */
export interface SeedResult {
  readonly seed: number;
  readonly violations: readonly Violation[];
  /** Why it could not be played to its end; null: it was. */
  readonly broken: string | null;
  readonly records: readonly HistoryRecord[];
  readonly counts: Readonly<Record<'authorities' | 'nodes' | 'commands' | 'verifies' | 'faults' | 'events', number>>;
  /** How often each kind of fault happened. */
  readonly faults: ReadonlyMap<string, number>;
}

/** Plays one seed from beginning to end, and checks its history. */
export function simulate(seed: number, assembly: Assembly): Promise<SeedResult> {
  return deterministically(seed, async () => {
    const world = new World(assembly.scenario(scenarioOf(seed)), assembly);
    const unplant = assembly.plant();
    const decodeAgain = decodingOnce();
    const broken = (await play(world).finally(unplant).finally(decodeAgain)) ?? refused(world);
    const { recorder, broker, client, operator, scheduler, seen } = world;
    for (const { position, value } of broker.records) {
      const record = decodeRecord(value);
      if (record.kind === 'attempt') recorder.add({ kind: 'attempt', position, attempt: record.attempt });
    }
    const result = {
      seed,
      broken,
      violations: checkHistory(recorder.records),
      records: recorder.records,
      counts: {
        authorities: world.authorities.length,
        nodes: world.nodes.length,
        commands: operator.commands,
        verifies: client.verifies,
        faults: world.faults,
        events: scheduler.ran,
      },
      faults: seen.counts,
    };
    world.dispose();
    return result;
  });
}

/** Twenty times as many as a seed usually has. */
const MOST_EVENTS = 100_000;

/** A replica must never find that the ledger is not the one that it has read. */
const refused = ({ seen }: World): string | null =>
  seen.counts.has('replica refused to go on') ? 'a replica refused to go on' : null;

async function play(world: World): Promise<string | null> {
  let ended: string | null | undefined;
  const crashed = (error: unknown): void => {
    ended ??= `crashed: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`;
  };
  process.on('unhandledRejection', crashed);
  try {
    new Script(world).run().then(() => (ended ??= null), crashed);
    await world.scheduler.run(() => ended !== undefined || world.scheduler.ran > MOST_EVENTS);
    return ended === undefined ? 'it does not come to its end' : ended;
  } catch (error) {
    crashed(error);
    return ended ?? null;
  } finally {
    process.off('unhandledRejection', crashed);
  }
}
