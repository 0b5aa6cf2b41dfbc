import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Directory, loadCheckpoint, saveCheckpoint } from '@keyledger/directory';
import { type Attempt, type KeyDigest, type OrganizationId, positionAt } from '@keyledger/domain';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { runs } from '../../../test/kit/runs.ts';
import { randomLog } from '../../domain/test/kit/random-log.ts';
import { markAt } from './kit.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'keyledger-directory-'));
});
afterAll(() => rm(folder, { recursive: true }));

/** Folds a part of a log, and tells what became of each attempt. */
function fold(directory: Directory, log: readonly Attempt[], from: number, to: number): readonly string[] {
  return log.slice(from, to).map((attempt, index) => {
    const position = positionAt(from + index);
    const verdict = directory.fold(position, attempt);
    directory.advance(position);
    return verdict.kind === 'void' ? verdict.why : verdict.kind;
  });
}

const countsOf = (directory: Directory, id: OrganizationId): readonly number[] => [
  directory.keyCount(id),
  directory.tokenCount(id),
  directory.memberCount(id),
  directory.ownerCount(id),
];

/** Everything that can be asked of a directory about what a log speaks of. */
function answers(directory: Directory, log: readonly Attempt[]): unknown {
  return log.map(({ aggregateId, commandId, event }) => {
    const digests = 'secret' in event ? [event.secret.digest] : [];
    return {
      aggregate: directory.aggregate(aggregateId),
      created: directory.createdBy(commandId),
      secrets: digests.map((digest: KeyDigest) => [directory.findSecret(digest), directory.isDigestTaken(digest)]),
      token: event.type === 'token.created' ? directory.findToken(event.digest) : null,
      slug: event.type === 'organization.created' ? directory.isSlugTaken(event.slug) : null,
      counts: countsOf(directory, aggregateId as OrganizationId),
      digestKeys: [...directory.digestKeyIds].toSorted(),
      webhooks: [...directory.activeWebhooks()],
      webhookCount: directory.webhookCount(aggregateId as OrganizationId),
      ledger: directory.ledger,
    };
  });
}

it('a directory that was restored answers, hashes and goes on folding as the one that was saved', async () => {
  const file = join(folder, 'directory.checkpoint');
  await fc.assert(
    fc.asyncProperty(randomLog(60), fc.double({ min: 0, max: 1, noNaN: true }), async (log, share) => {
      const cut = Math.ceil(share * (log.length - 1)) + 1;
      const whole = new Directory();
      fold(whole, log, 0, cut);
      await saveCheckpoint(file, markAt(cut - 1), whole.snapshot());
      const loaded = await loadCheckpoint(file);
      if (loaded.kind !== 'usable') throw new Error(loaded.kind);
      expect(loaded.mark).toEqual(markAt(cut - 1));
      const restored = new Directory();
      restored.restore(loaded.snapshot);

      expect(await restored.stateHash()).toEqual(await whole.stateHash());
      expect(answers(restored, log)).toEqual(answers(whole, log));
      expect(fold(restored, log, cut, log.length)).toEqual(fold(whole, log, cut, log.length));
      expect(await restored.stateHash()).toEqual(await whole.stateHash());
      expect(answers(restored, log)).toEqual(answers(whole, log));
    }),
    { numRuns: runs(150) },
  );
});
