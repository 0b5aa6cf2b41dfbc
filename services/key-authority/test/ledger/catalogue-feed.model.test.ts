import { openCatalogue } from '@keyledger/catalogue';
import { Directory } from '@keyledger/directory';
import { positionAt } from '@keyledger/domain';
import { type LedgerBatch, type LedgerFollower, type LedgerRecord, silentLogger, systemTimers } from '@keyledger/ports';
import { encodeAttempt } from '@keyledger/wire';
import fc from 'fast-check';
import { expect, test, vi } from 'vitest';
import { runs } from '../../../../test/kit/runs.ts';
import * as sample from '../../../../libs/domain/test/kit/samples.ts';
import { Story } from '../../../../libs/domain/test/kit/story.ts';
import { CatalogueFeed } from '../../src/ledger/catalogue-feed.ts';
import { Projector } from '../../src/ledger/projector.ts';

const KEYS = 20;
const story = new Story();
story.tell('ledger', sample.ledgerOpened());
story.tell(sample.organizationId(1), sample.organizationCreated());
for (let n = 1; n <= KEYS; n++) {
  story.tell(sample.keyId(n), sample.keyCreated({ secret: sample.secretDigest(n) }));
  story.tell(sample.keyId(n), { type: 'key.paused' });
}
const records: LedgerRecord[] = story.changes.map(({ position, attempt }) => ({
  position,
  value: encodeAttempt(attempt),
}));

/** The story in batches of these sizes, and then its rest. */
function followerOf(sizes: readonly number[]): LedgerFollower {
  return {
    async *follow(): AsyncGenerator<LedgerBatch> {
      let from = 0;
      for (const size of [...sizes, records.length]) {
        const batch = records.slice(from, from + size);
        from += batch.length;
        yield { records: batch, upTo: positionAt(from - 1) };
      }
    },
  };
}

/** What becomes of a write: it succeeds, the file is locked, or its content is refused. */
const writes = fc.array(fc.constantFrom('stored', 'stored', 'locked', 'refused'), { maxLength: 30 });
const ERRCODES = { locked: 5, refused: 19 } as const;
const batches = fc.array(fc.integer({ min: 0, max: 6 }), { maxLength: 20 });

test('whatever the catalogue does, the directory holds the whole ledger, and what is missing is known', async () => {
  const property = fc.asyncProperty(writes, batches, fc.boolean(), async (plan, sizes, isLive) => {
    using catalogue = openCatalogue({ file: ':memory:', logger: silentLogger });
    const apply = catalogue.apply.bind(catalogue);
    const coming = [...plan];
    vi.spyOn(catalogue, 'apply').mockImplementation((changes, upTo) => {
      const now = coming.shift() ?? 'stored';
      if (now !== 'stored') throw Object.assign(new Error(now), { errcode: ERRCODES[now] });
      apply(changes, upTo);
    });
    const feed = new CatalogueFeed({ catalogue, logger: silentLogger, firstRetryMs: 0 });
    if (isLive) feed.live();
    const directory = new Directory();
    await new Projector({ follower: followerOf(sizes), directory, catalogue: feed, timers: systemTimers }).run(
      new AbortController().signal,
    );
    for (const { aggregate } of story.changes) {
      expect(directory.aggregate(aggregate.id)).toEqual(story.fold.aggregate(aggregate.id));
    }
    expect(directory.applied).toBe(story.fold.position);
    feed.live();
    await expect.poll(() => feed.waiting).toBe(0);
    const stored = catalogue.events({ after: positionAt(0), limit: 1_000 }).map(({ position }) => position);
    const missing = story.changes.flatMap(({ aggregate }) => feed.missing(aggregate.id));
    const all = new Set([...stored, ...missing.map(({ position }) => position)]);
    expect(stored).toEqual(stored.toSorted((one, two) => one - two));
    for (const { position } of story.changes.slice(1)) expect(all).toContain(position);
    expect(new Set(missing.map(({ position }) => position)).size).toBe(feed.skipped);
    feed.stop();
  });
  await fc.assert(property, { numRuns: runs(30) });
});
