import { type LedgerPosition, positionAt } from '@keyledger/domain';
import { type LedgerBatch, type LedgerFollower, silentLogger } from '@keyledger/ports';
import { encodeAttempt } from '@keyledger/wire';
import { expect, it } from 'vitest';
import { CacheFollower, GrantCache } from '../src/index.ts';
import { createLocalDigest } from '../src/local-digest.ts';
import { grant, revoked, timers } from './kit/manual-verifier.ts';

const digest = createLocalDigest()('s');

/** Rule 9. */
it('has applied a revocation to what is cached, and refuses older answers, before anybody is told that it has', async () => {
  const cache = new GrantCache();
  const stopping = new AbortController();
  const told: object[] = [];
  const look = (position: LedgerPosition): void => {
    const state = cache.get(digest)?.state;
    const refusesOlder = !cache.fill(digest, grant(), positionAt(4));
    told.push({ position, applied: cache.applied, state, refusesOlder });
  };
  const follower: LedgerFollower = {
    async *follow(): AsyncIterable<LedgerBatch> {
      yield { records: [], upTo: positionAt(4) };
      cache.fill(digest, grant(), positionAt(4));
      yield { records: [{ position: positionAt(5), value: encodeAttempt(revoked()) }], upTo: positionAt(5) };
      stopping.abort();
    },
  };
  await new CacheFollower({
    cache,
    follower,
    lease: { begin: () => undefined, applied: look, end: () => undefined },
    observer: { applied: () => undefined, stopped: () => undefined },
    logger: silentLogger,
    timers,
  }).run(stopping.signal);
  const position = positionAt(5);
  expect(told).toEqual([{ position, applied: position, state: 'revoked', refusesOlder: true }]);
});
