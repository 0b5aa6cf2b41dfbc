import { silentLogger } from '@keyledger/ports';
import { expect, test } from 'vitest';
import type { openLink } from '../src/link.ts';
import { Links } from '../src/links.ts';
import type { KafkaFollowerOptions } from '../src/options.ts';

const options = { brokers: ['broker'], topic: 'topic', logger: silentLogger } as unknown as KafkaFollowerOptions;
const forever = new AbortController().signal;

class TestLink {
  isOpen = true;
  readonly leader = { isConnected: () => this.isOpen };
  close(): void {
    this.isOpen = false;
  }
}

/** Links that open at once, and all that were opened. */
function startLinks(open: (signal: AbortSignal) => Promise<void> = () => Promise.resolve()) {
  const opened: TestLink[] = [];
  const opener = async (_: unknown, __: unknown, signal: AbortSignal): Promise<TestLink> => {
    await open(signal);
    const link = new TestLink();
    opened.push(link);
    return link;
  };
  return { opened, links: new Links(options, opener as unknown as typeof openLink) };
}

test('all who need a connection at once get the same one', async () => {
  const { opened, links } = startLinks();
  const got = await Promise.all(Array.from({ length: 20 }, () => links.get(forever)));
  expect([opened.length, new Set(got).size]).toEqual([1, 1]);
});

test('a failure of a connection that was replaced leaves the one that took its place alone', async () => {
  const { opened, links } = startLinks();
  const first = await links.get(forever);
  links.failed(first, new Error('reset'));
  const second = await links.get(forever);
  links.failed(first, new Error('heard of late'));
  expect(opened.map(({ isOpen }) => isOpen)).toEqual([false, true]);
  expect(await links.get(forever)).toBe(second);
});

test('who has no patience left does not take the connection from those who still wait', async () => {
  const impatient = new AbortController();
  const began = Promise.withResolvers<void>();
  const untilAborted = (signal: AbortSignal): Promise<void> => {
    if (signal === forever) return Promise.resolve();
    began.resolve();
    return new Promise((_, reject) => signal.addEventListener('abort', () => reject(new Error('aborted'))));
  };
  const { links } = startLinks(untilAborted);
  const given = expect(links.get(impatient.signal)).rejects.toThrow('no patience');
  const waiting = links.get(forever);
  await began.promise;
  impatient.abort(new Error('no patience'));
  await given;
  expect((await waiting).leader.isConnected()).toBe(true);
});

test('a connection that comes when nobody wants it any more is closed', async () => {
  const came = Promise.withResolvers<void>();
  const began = Promise.withResolvers<void>();
  const { opened, links } = startLinks(() => (began.resolve(), came.promise));
  const abort = new AbortController();
  const given = expect(links.get(abort.signal)).rejects.toThrow('closed');
  await began.promise;
  abort.abort(new Error('closed'));
  links.drop();
  came.resolve();
  await given;
  await expect.poll(() => opened.map(({ isOpen }) => isOpen)).toEqual([false]);
});
