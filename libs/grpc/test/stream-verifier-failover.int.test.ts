import { Fault } from '@keyledger/ports';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { startBlackHole } from './kit/black-hole.ts';
import { ALLOWED, ask } from './kit/sample.ts';
import { GUARD, type RunningServer, startVerifier, token } from './kit/servers.ts';
import { UNAVAILABLE, allow, connect, never } from './kit/verifiers.ts';

describe('failover', () => {
  test('asks another authority when one dies under a call', async () => {
    const asked = Promise.withResolvers<void>();
    const dying = await startVerifier(() => {
      asked.resolve();
      return never(ask(''));
    });
    const other = await startVerifier(allow);
    const answer = connect([dying.endpoint, other.endpoint]).verify(ask('good'));
    await asked.promise;
    await dying.kill();
    expect(await answer).toEqual(ALLOWED);
  });

  test('gives up a call whose stream broke twice', async () => {
    const servers: RunningServer[] = [];
    let asked = 0;
    for (const index of [0, 1, 2]) {
      const server = await startVerifier(() => {
        asked += 1;
        setImmediate(() => void servers[index]?.kill());
        return never(ask(''));
      });
      servers.push(server);
    }
    const endpoints = servers.map(({ endpoint }) => endpoint);
    await expect(connect(endpoints).verify(ask('good'))).rejects.toMatchObject(UNAVAILABLE);
    expect(asked).toBe(2);
  });

  test('leaves an authority that is silent, within the deadline', async () => {
    const { endpoint } = await startVerifier(allow);
    const verifier = connect([await startBlackHole(), endpoint], { deadlineMs: 5_000 });
    expect(await verifier.verify(ask('good'))).toEqual(ALLOWED);
  });

  test('passes over an authority that refuses connections or this process', async () => {
    const gone = await startVerifier(allow);
    await gone.kill();
    const guard = {
      ...GUARD,
      authorizeCall: () => {
        throw new Fault('permission_denied', 'No.');
      },
    };
    const refusing = await startVerifier(allow, { guard });
    const { endpoint } = await startVerifier(allow);
    expect(await connect([gone.endpoint, refusing.endpoint, endpoint]).verify(ask('good'))).toEqual(ALLOWED);
  });

  test('waits within the deadline for the only authority to come back', async () => {
    const first = await startVerifier(allow);
    const verifier = connect([first.endpoint]);
    await verifier.verify(ask('good'));
    await first.kill();
    const answer = verifier.verify(ask('good'));
    await startVerifier(allow, { port: first.port });
    expect(await answer).toEqual(ALLOWED);
  });

  test('loses no call when an authority stops in good order under load', async () => {
    const [first, second] = [await startVerifier(allow), await startVerifier(allow)];
    const verifier = connect([first.endpoint, second.endpoint]);
    let stopping: Promise<void> | undefined;
    const worker = async (): Promise<void> => {
      for (let call = 0; call < 200; call++) {
        expect(await verifier.verify(ask('good'))).toEqual(ALLOWED);
        if (call === 50) stopping ??= first.server.stop(5000);
      }
    };
    await Promise.all(Array.from({ length: 20 }, worker));
    await stopping;
  });
});

describe('callers', () => {
  afterEach(() => void vi.useRealTimers());

  test('wait no longer than the deadline', async () => {
    const { endpoint } = await startVerifier(never);
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    const ended = vi.fn<(error: unknown) => void>();
    const answer = connect([endpoint], { deadlineMs: 300 }).verify(ask('good')).catch(ended);
    await vi.advanceTimersByTimeAsync(299);
    expect(ended).not.toHaveBeenCalled();
    await vi.advanceTimersByTimeAsync(1);
    await answer;
    expect(ended).toHaveBeenCalledWith(expect.objectContaining(UNAVAILABLE));
  });

  test('wait no longer than the deadline where nobody listens', async () => {
    const gone = await startVerifier(allow);
    await gone.kill();
    const verifier = connect([gone.endpoint], { deadlineMs: 300 });
    await expect(verifier.verify(ask('good'))).rejects.toMatchObject(UNAVAILABLE);
  });

  test('that give up are let go at once', async () => {
    const { endpoint } = await startVerifier(never);
    const verifier = connect([endpoint], { deadlineMs: 60_000 });
    const abort = new AbortController();
    const answer = verifier.verify(ask('good'), { signal: abort.signal });
    abort.abort();
    await expect(answer).rejects.toMatchObject(UNAVAILABLE);
    await expect(verifier.verify(ask('good'), { signal: abort.signal })).rejects.toMatchObject(UNAVAILABLE);
  });

  test('are told at once when the verifier is closed', async () => {
    const { endpoint } = await startVerifier(never);
    const verifier = connect([endpoint], { deadlineMs: 60_000 });
    const answer = verifier.verify(ask('good'));
    verifier.close();
    await expect(answer).rejects.toMatchObject(UNAVAILABLE);
    await expect(verifier.verify(ask('good'))).rejects.toMatchObject(UNAVAILABLE);
  });

  test('get an answer where the token could not be read at first', async () => {
    const { endpoint } = await startVerifier(allow);
    let reads = 0;
    const flaky = (): string => {
      reads += 1;
      if (reads === 1) throw new Error('no such file');
      return token();
    };
    expect(await connect([endpoint], { token: flaky }).verify(ask('good'))).toEqual(ALLOWED);
  });
});
