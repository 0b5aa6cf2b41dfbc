import { silentLogger } from '@keyledger/ports';
import { describe, expect, it } from 'vitest';
import { StartRefused, StopRequested, createLifecycle, listenOn } from '../src/index.ts';

const SHORT_MS = 20;

function recorded(deadlineMs = 1_000) {
  const seen: string[] = [];
  const lifecycle = createLifecycle({ logger: silentLogger, deadlineMs });
  const start = (name: string): Promise<string> =>
    lifecycle.start(
      name,
      () => {
        seen.push(`start ${name}`);
        return name;
      },
      (part) => void seen.push(`stop ${part}`),
    );
  return { seen, lifecycle, start };
}

describe('a life cycle', () => {
  it('stops in the reverse order of the start, each part with what its start yielded', async () => {
    const { seen, lifecycle, start } = recorded();
    for (const name of ['a', 'b', 'c']) await start(name);
    await expect(lifecycle.stop('test')).resolves.toBe(true);
    expect(seen).toEqual(['start a', 'start b', 'start c', 'stop c', 'stop b', 'stop a']);
  });

  it('stops once, however often it is asked to, and every caller waits for it', async () => {
    const { seen, lifecycle, start } = recorded();
    await start('a');
    // A listener that asks again from within must not begin a second stop.
    lifecycle.stopping.addEventListener('abort', () => void lifecycle.stop('again'));
    await Promise.all([lifecycle.stop('one'), lifecycle.stop('two')]);
    expect(seen).toEqual(['start a', 'stop a']);
  });

  it('stops what was started when a start fails, and fails with its error', async () => {
    const { seen, lifecycle, start } = recorded();
    const boom = new Error('boom');
    await start('a');
    await start('b');
    await expect(lifecycle.start('c', () => Promise.reject(boom))).rejects.toBe(boom);
    expect(seen.slice(2)).toEqual(['stop b', 'stop a']);
    expect(lifecycle.failure).toBe(boom);
  });

  it('goes on with the others when one part fails to stop or is late', async () => {
    const { seen, lifecycle, start } = recorded(SHORT_MS);
    await start('a');
    await lifecycle.start(
      'failing',
      () => undefined,
      () => Promise.reject(new Error('no')),
    );
    await lifecycle.start(
      'hanging',
      () => undefined,
      () => new Promise(() => undefined),
    );
    await lifecycle.start(
      'throwing',
      () => undefined,
      () => {
        throw new Error('no');
      },
    );
    await expect(lifecycle.stop('test')).resolves.toBe(false);
    expect(seen).toEqual(['start a', 'stop a']);
  });

  it('also stops a part whose start was under way, and begins nothing after it', async () => {
    const { seen, lifecycle, start } = recorded();
    await start('a');
    const slow = Promise.withResolvers<string>();
    const starting = lifecycle.start(
      'slow',
      () => slow.promise,
      (part) => void seen.push(`stop ${part}`),
    );
    const stopping = lifecycle.stop('test');
    slow.resolve('slow');
    await expect(starting).rejects.toBeInstanceOf(StopRequested);
    await stopping;
    await expect(start('late')).rejects.toBeInstanceOf(StopRequested);
    expect(seen).toEqual(['start a', 'stop slow', 'stop a']);
    expect(lifecycle.failure).toBeUndefined();
  });

  it('gives up on a start that never ends', async () => {
    const { seen, lifecycle, start } = recorded(SHORT_MS);
    await start('a');
    void lifecycle.start('never', () => new Promise(() => undefined)).catch(() => undefined);
    await expect(lifecycle.stop('test')).resolves.toBe(false);
    expect(seen).toEqual(['start a', 'stop a']);
  });

  it('keeps the first failure', async () => {
    const { lifecycle } = recorded();
    const first = new Error('first');
    lifecycle.fail(first);
    lifecycle.fail(new Error('second'));
    await lifecycle.stop('test');
    expect(lifecycle.failure).toBe(first);
  });
});

describe('opening a port', () => {
  const address = { host: '::1', port: 8400, setting: 'KEYLEDGER_AUTHORITY_HTTP_PORT' };

  it('names setting, address and port where the port is taken, also where the code is only in the message', async () => {
    const errors = [
      Object.assign(new Error('taken'), { code: 'EADDRINUSE' }),
      new Error('No address added: [listen EADDRINUSE: address already in use ::1:8400]'),
    ];
    for (const error of errors) {
      const opening = listenOn(address, () => Promise.reject(error));
      await expect(opening).rejects.toThrow('KEYLEDGER_AUTHORITY_HTTP_PORT: [::1]:8400 is already taken');
      await expect(opening).rejects.toBeInstanceOf(StartRefused);
    }
  });

  it('leaves every other error as it is', async () => {
    const error = new Error('other');
    await expect(listenOn(address, () => Promise.reject(error))).rejects.toBe(error);
  });
});
