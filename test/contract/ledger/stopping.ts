import { getEventListeners } from 'node:events';
import { isFault, type LedgerBatch } from '@keyledger/ports';
import { expect } from 'vitest';
import type { Guarantee } from './harness.ts';
import { entry, FIRST, readAll, Reader, textOf, within } from './reading.ts';

/** What is prompt, for the quickest of several: any one may be late on a busy machine. */
const PROMPT_MS = 500;
const STOPS = 5;

/** How followers and the ledger end. */
export const stopping: readonly Guarantee[] = [
  {
    title: 'an abort ends a waiting follower promptly, without an error, and nothing holds on to its signal',
    async holds(harness) {
      const ledger = await harness.open();
      const tookMs: number[] = [];
      for (let count = 1; count <= STOPS; count++) {
        const reader = new Reader(ledger, 'end');
        await reader.next();
        const waiting = reader.next();
        const began = performance.now();
        await reader.stop();
        expect(await waiting).toBeNull();
        tookMs.push(performance.now() - began);
        expect(getEventListeners(reader.signal, 'abort')).toEqual([]);
      }
      expect(Math.min(...tookMs)).toBeLessThan(PROMPT_MS);
    },
  },
  {
    title: 'a follower whose signal has already aborted ends at once',
    async holds(harness) {
      const ledger = await harness.open();
      await ledger.append(entry('unread'));
      const batches: LedgerBatch[] = [];
      const reading = async () => {
        for await (const batch of ledger.follow(FIRST, AbortSignal.abort())) batches.push(batch);
      };
      await within(reading(), 'the end of an aborted follower');
      expect(batches).toEqual([]);
    },
  },
  {
    title: 'a follower that its consumer leaves lets go of the signal',
    async holds(harness) {
      const ledger = await harness.open();
      const reader = new Reader(ledger, 'end');
      await reader.next();
      await reader.leave();
      expect(getEventListeners(reader.signal, 'abort')).toEqual([]);
    },
  },
  {
    title: 'the end of one follower leaves the others and the ledger as they were',
    async holds(harness) {
      const ledger = await harness.open();
      const [stopped, going] = [new Reader(ledger, 'end'), new Reader(ledger, 'end')];
      await stopped.next();
      await going.next();
      await stopped.stop();
      await ledger.append(entry('still here'));
      expect((await going.read(1)).map(textOf)).toEqual(['still here']);
      await going.stop();
    },
  },
  {
    title: 'close ends followers that wait: they end, or fail as ledger_unavailable, but do not hang',
    async holds(harness) {
      const ledger = await harness.open();
      const reader = new Reader(ledger, 'end');
      await reader.next();
      const settled = reader.next().catch((error: unknown) => error);
      await within(ledger.close(), 'close');
      const outcome = await settled;
      expect(outcome === null || isFault(outcome, 'ledger_unavailable')).toBe(true);
    },
  },
  {
    title: 'a follower that is aborted in the middle of reading meets no error when the ledger is closed at once',
    async holds(harness) {
      const ledger = await harness.open();
      await Promise.all(Array.from({ length: 200 }, (_, index) => ledger.append(entry(`backlog ${String(index)}`))));
      const reader = new Reader(ledger, FIRST);
      const reading = reader.next();
      const stopped = reader.stop();
      await within(ledger.close(), 'close');
      await reading;
      await stopped;
    },
  },
  {
    title: 'close lets appends under way finish',
    async holds(harness) {
      const ledger = await harness.open();
      const appends = Array.from({ length: 50 }, (_, index) => ledger.append(entry(`under way ${String(index)}`)));
      const [positions] = await within(Promise.all([Promise.all(appends), ledger.close()]), 'appends and close');
      const reopened = await harness.reopen();
      const held = new Set((await readAll(reopened)).map((record) => record.position));
      expect(positions.filter((position) => !held.has(position))).toEqual([]);
    },
  },
  {
    title: 'after close an append and end() fail as ledger_unavailable, and a second close does nothing',
    async holds(harness) {
      const ledger = await harness.open();
      await ledger.append(entry('before'));
      await ledger.close();
      await ledger.close();
      const unavailable = { name: 'Fault', code: 'ledger_unavailable' };
      await expect(within(ledger.append(entry('after')), 'append')).rejects.toMatchObject(unavailable);
      await expect(within(ledger.end(), 'end')).rejects.toMatchObject(unavailable);
    },
  },
];
