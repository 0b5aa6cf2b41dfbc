import { Fault, type Logger, silentLogger } from '@keyledger/ports';
import { type RevokeBySecretRequest__Output as Request, keyLifecycleDefinition } from '@keyledger/proto';
import { describe, expect, test } from 'vitest';
import { type GrpcService, RevokeBySecretQueue, type RevokeBySecretQueueOptions, unary } from '../src/index.ts';
import { type RunningServer, startServer, token, whenOver } from './kit/servers.ts';
import { until } from './kit/until.ts';

interface Authority extends RunningServer {
  /** Secrets in the order of their calls, those that were refused too. */
  readonly asked: string[];
  readonly connections: ReadonlySet<string>;
}

const take = (): Promise<void> => Promise.resolve();
const never = (): Promise<void> => new Promise(() => undefined);

async function startAuthority(revoke: (secret: string) => Promise<void> = take, port = 0): Promise<Authority> {
  const asked: string[] = [];
  const connections = new Set<string>();
  const service: GrpcService = {
    definition: keyLifecycleDefinition,
    implement: (context) => {
      const answer = unary(context, async ({ secret }: Request) => {
        asked.push(secret);
        await revoke(secret);
        return {};
      });
      return {
        RevokeBySecret: (...[call, respond]: Parameters<typeof answer>) => {
          connections.add(call.getPeer());
          answer(call, respond);
        },
      };
    },
  };
  return { ...(await startServer([service], { port })), asked, connections };
}

function queueTo(endpoints: readonly string[], options: Partial<RevokeBySecretQueueOptions> = {}): RevokeBySecretQueue {
  const queue = new RevokeBySecretQueue({ endpoints, token, logger: silentLogger, ...options });
  return whenOver(queue, (one) => one.close(0));
}

const secrets = (count: number): string[] => Array.from({ length: count }, (_, index) => `secret ${String(index)}`);
const emptied = (queue: RevokeBySecretQueue): Promise<void> => until('all taken', () => queue.size === 0);

describe('leaked secrets on their way to an authority', () => {
  test('all go over one connection, a few at a time', async () => {
    let running = 0;
    let most = 0;
    const full = Promise.withResolvers<void>();
    const authority = await startAuthority(async () => {
      most = Math.max(most, ++running);
      if (running === 8) full.resolve();
      await full.promise;
      running -= 1;
    });
    const queue = queueTo([authority.endpoint]);
    for (const [index, secret] of secrets(300).entries()) {
      expect(queue.tryEnqueue(secret, `10.0.0.${String(index % 10)}`)).toBe(true);
    }
    await emptied(queue);
    expect(authority.asked.toSorted()).toEqual(secrets(300).toSorted());
    expect(most).toBe(8);
    expect(authority.connections.size).toBe(1);
  });

  test('are bounded, and nothing is accepted beyond; one that waits already is accepted once', async () => {
    const held = Promise.withResolvers<void>();
    const authority = await startAuthority(() => held.promise);
    const queue = queueTo([authority.endpoint], { capacity: 10 });
    const accepted = secrets(11).map((secret) => queue.tryEnqueue(secret, null));
    expect(accepted).toEqual([...Array<boolean>(10).fill(true), false]);
    expect(queue.tryEnqueue('secret 9', null), 'waits already').toBe(true);
    expect(queue.size).toBe(10);
    held.resolve();
    await emptied(queue);
    expect(authority.asked.toSorted()).toEqual(secrets(10));
    expect(queue.tryEnqueue('secret 10', null), 'there is room again').toBe(true);
  });

  test('are bounded for each address, so that none keeps the others from being heard', async () => {
    const held = Promise.withResolvers<void>();
    const authority = await startAuthority(() => held.promise);
    const queue = queueTo([authority.endpoint]);
    const accepted = secrets(1_000).filter((secret) => queue.tryEnqueue(secret, '10.0.0.1'));
    expect(accepted).toEqual(secrets(100));
    expect(queue.tryEnqueue('of another', '10.0.0.2')).toBe(true);
    held.resolve();
    await emptied(queue);
    expect(authority.asked.toSorted()).toEqual([...secrets(100), 'of another'].toSorted());
    expect(queue.tryEnqueue('later', '10.0.0.1'), 'there is room again').toBe(true);
  });

  test('take one place each, also where one comes again while it is on its way and fails', async () => {
    const failed = Promise.withResolvers<void>();
    const failing = await startAuthority(() => failed.promise);
    const other = await startAuthority();
    const queue = queueTo([failing.endpoint, other.endpoint], { capacity: 9 });
    for (const secret of secrets(8)) queue.tryEnqueue(secret, null);
    await until('all workers are busy', () => failing.asked.length === 8);
    expect(queue.tryEnqueue('secret 0', '10.0.0.1')).toBe(true);
    failed.reject(new Fault('ledger_unavailable', 'Not now.'));
    await emptied(queue);
    const accepted = secrets(10).map((secret) => queue.tryEnqueue(secret, null));
    expect(accepted).toEqual([...Array<boolean>(9).fill(true), false]);
  });

  test('are tried until an authority takes them, however many have failed', async () => {
    const gone = await startAuthority();
    await gone.kill();
    const authority = await startAuthority();
    const dead = Array.from({ length: 40 }, (_, index) => `127.0.0.${String(index + 1)}:${String(gone.port)}`);
    const queue = queueTo([...dead, authority.endpoint]);
    queue.tryEnqueue('secret', null);
    await emptied(queue);
    expect(authority.asked).toEqual(['secret']);
  });

  test('wait for the only authority to come back', async () => {
    const first = await startAuthority();
    const queue = queueTo([first.endpoint]);
    queue.tryEnqueue('before', null);
    await emptied(queue);
    await first.kill();
    const lines: object[] = [];
    const logger: Logger = { ...silentLogger, warn: (fields) => void lines.push(fields) };
    const waiting = queueTo([first.endpoint], { logger });
    for (const one of [queue, waiting]) one.tryEnqueue('meanwhile', null);
    await until('a failed try', () => lines.length > 0);
    const second = await startAuthority(take, first.port);
    await Promise.all([emptied(queue), emptied(waiting)]);
    expect(second.asked).toEqual(['meanwhile', 'meanwhile']);
    expect(JSON.stringify(lines)).not.toContain('meanwhile');
  });

  test('an authority that wants fewer calls is asked again later and is not left for another', async () => {
    let refusals = 3;
    const busy = await startAuthority(() => {
      if (refusals-- > 0) throw new Fault('rate_limited', 'Too many requests.');
      return take();
    });
    const other = await startAuthority();
    const queue = queueTo([busy.endpoint, other.endpoint]);
    queue.tryEnqueue('secret', null);
    await emptied(queue);
    expect(busy.asked).toHaveLength(4);
    expect(other.asked).toEqual([]);
  });
});

describe('the stop', () => {
  test('delivers what was accepted, and accepts nothing more', async () => {
    const authority = await startAuthority();
    const queue = queueTo([authority.endpoint]);
    for (const secret of secrets(100)) queue.tryEnqueue(secret, null);
    const closed = queue.close();
    expect(queue.tryEnqueue('late', null)).toBe(false);
    await closed;
    expect(authority.asked.toSorted()).toEqual(secrets(100).toSorted());
  });

  test('says after the deadline how many no authority has taken', async () => {
    const authority = await startAuthority(never);
    const errors: object[] = [];
    const logger: Logger = { ...silentLogger, error: (fields) => void errors.push(fields) };
    const queue = queueTo([authority.endpoint], { logger });
    for (const secret of secrets(20)) queue.tryEnqueue(secret, null);
    await until('calls under way', () => authority.asked.length === 8);
    await queue.close(20);
    expect(errors).toEqual([{ count: 20 }]);
    expect(authority.asked).toHaveLength(8);
  });
});
