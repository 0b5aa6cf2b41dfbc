import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { positionAt } from '@keyledger/domain';
import { Fault, type Verification, type Verifier, silentLogger } from '@keyledger/ports';
import {
  type VerifierHandlers,
  type VerifyStreamRequest__Output as VerifyStreamRequest,
  verifierDefinition,
} from '@keyledger/proto';
import { describe, expect, test, vi } from 'vitest';
import { StreamVerifier, type StreamVerifierOptions } from '../src/index.ts';
import { ALLOWED, LEDGER_ID, UNKNOWN, ask } from './kit/sample.ts';
import { GUARD, type RunningServer, startServer, startVerifier, token, whenOver } from './kit/servers.ts';

const UNAVAILABLE = { name: 'Fault', code: 'digest_key_unavailable' };

function connect(endpoints: readonly string[], options: Partial<StreamVerifierOptions> = {}): StreamVerifier {
  return whenOver(new StreamVerifier({ endpoints, token, logger: silentLogger, ...options }), (one) => one.close());
}

const allow: Verifier['verify'] = () => Promise.resolve(ALLOWED);
const never: Verifier['verify'] = () => new Promise<Verification>(() => undefined);

/** An authority that counts the messages it gets, and may answer them as no honest one would. */
async function startMessageCounter(answer: (message: VerifyStreamRequest) => object) {
  const messages: VerifyStreamRequest[] = [];
  const handlers: Pick<VerifierHandlers, 'VerifyStream'> = {
    VerifyStream: (call) => {
      call.on('data', (message: VerifyStreamRequest) => {
        messages.push(message);
        call.write(answer(message));
      });
    },
  };
  const { VerifyStream } = verifierDefinition;
  const { endpoint } = await startServer([{ definition: { VerifyStream }, implement: () => ({ ...handlers }) }]);
  return { endpoint, messages };
}

/** Takes connections and never says a word. */
async function startBlackHole(): Promise<string> {
  const sockets = new Set<{ destroy(): void }>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  whenOver(server, async () => {
    for (const socket of sockets) socket.destroy();
    server.close();
    await once(server, 'close');
  });
  return `127.0.0.1:${String((server.address() as AddressInfo).port)}`;
}

describe('answers', () => {
  test('come back whole: the grant, the reason and the position', async () => {
    const { endpoint } = await startVerifier(async ({ secret }) => (secret === 'good' ? ALLOWED : UNKNOWN));
    const verifier = connect([endpoint], { ledgerId: () => LEDGER_ID });
    expect(await verifier.verify(ask('good'))).toEqual(ALLOWED);
    expect(await verifier.verify(ask('other'))).toEqual(UNKNOWN);
  });

  test('reach their own callers among 10,000 at once', async () => {
    const { endpoint } = await startVerifier(async ({ secret }) => ({
      ...UNKNOWN,
      position: positionAt(Number(secret)),
    }));
    const verifier = connect([endpoint], { deadlineMs: 10_000 });
    const numbers = Array.from({ length: 10_000 }, (_, index) => index);
    const answers = await Promise.all(numbers.map((n) => verifier.verify(ask(String(n)))));
    expect(answers.map(({ position }) => position)).toEqual(numbers);
  });

  test('carry the request as it was asked', async () => {
    const asked = vi.fn<Verifier['verify']>(allow);
    const { endpoint } = await startVerifier(asked);
    const request = {
      secret: 'kl_sk_live_1',
      scopes: ['a', 'b'],
      route: 'orders',
      clientAddress: '2001:db8::1',
      origin: 'https://example.com',
      secretKindRequired: true,
      organizationHolderRequired: true,
    };
    await connect([endpoint]).verify(request);
    expect(asked.mock.calls[0]?.[0]).toEqual(request);
  });

  test('that prevent one verification are that caller’s fault alone', async () => {
    const { endpoint } = await startVerifier(async ({ secret }) => {
      if (secret === 'flood') throw new Fault('rate_limited', 'Too many.');
      if (secret === 'outage') throw new Fault('not_caught_up', 'Later.');
      return ALLOWED;
    });
    const verifier = connect([endpoint]);
    const [good, flood, outage] = await Promise.allSettled(
      ['good', 'flood', 'outage'].map((secret) => verifier.verify(ask(secret))),
    );
    expect(good).toMatchObject({ status: 'fulfilled' });
    expect(flood).toMatchObject({ reason: { code: 'rate_limited' } });
    expect(outage).toMatchObject({ reason: UNAVAILABLE });
  });

  test.each([
    ['of another ledger', { allowed: true, position: 'other-1' }],
    ['allowing without a grant', { allowed: true, position: `${LEDGER_ID}-1` }],
    ['with no content', {}],
  ])('%s are a fault, never an allow', async (_, response) => {
    const { endpoint } = await startMessageCounter(({ id, requests }) => ({
      id,
      responses: requests.map(() => response),
    }));
    const verifier = connect([endpoint], { ledgerId: () => LEDGER_ID });
    await expect(verifier.verify(ask('good'))).rejects.toMatchObject(UNAVAILABLE);
  });

  test.each([
    ['to nothing that was asked', { id: 99, responses: [] }],
    ['of another length', { id: 1, responses: [] }],
  ])('%s are believed by nobody', async (_, answer) => {
    const { endpoint } = await startMessageCounter(() => answer);
    await expect(connect([endpoint], { deadlineMs: 500 }).verify(ask('good'))).rejects.toMatchObject(UNAVAILABLE);
  });
});

describe('messages', () => {
  const deny = ({ id, requests }: VerifyStreamRequest) => ({
    id,
    responses: requests.map(() => ({ reasonCode: 'invalid_key', position: `${LEDGER_ID}-1` })),
  });

  test('carry all that was waiting, 256 at most', async () => {
    const { endpoint, messages } = await startMessageCounter(deny);
    const verifier = connect([endpoint]);
    await Promise.all(Array.from({ length: 600 }, () => verifier.verify(ask('x'))));
    expect(messages.map(({ requests }) => requests.length)).toEqual([256, 256, 88]);
  });

  test('stay below what an authority reads, however large the requests', async () => {
    const { endpoint, messages } = await startMessageCounter(deny);
    const verifier = connect([endpoint], { deadlineMs: 10_000 });
    const scopes = Array.from({ length: 100 }, () => '€'.repeat(128));
    await Promise.all(Array.from({ length: 256 }, () => verifier.verify({ ...ask('x'), scopes })));
    expect(messages.length).toBeGreaterThan(5);
  });

  test('are sent anew for every call, even of the same request', async () => {
    const { endpoint, messages } = await startMessageCounter(deny);
    const verifier = connect([endpoint]);
    for (let call = 1; call <= 3; call++) {
      await verifier.verify(ask('same'));
      expect(messages.length).toBe(call);
    }
  });

  test.each([
    ['an oversized secret', { ...ask('s'.repeat(513)) }],
    ['a route without a name, which would mean none', { ...ask('x'), route: '' }],
  ])('are never sent with %s, which would end the stream for all', async (_, request) => {
    const { endpoint, messages } = await startMessageCounter(deny);
    await expect(connect([endpoint]).verify(request)).rejects.toMatchObject({ code: 'validation_failed' });
    expect(messages).toEqual([]);
  });
});

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
    const verifier = connect([await startBlackHole(), endpoint], { deadlineMs: 2000 });
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
    const verifier = connect([first.endpoint], { deadlineMs: 5000 });
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
  test('wait no longer than the deadline', async () => {
    const { endpoint } = await startVerifier(never);
    const started = performance.now();
    await expect(connect([endpoint], { deadlineMs: 300 }).verify(ask('good'))).rejects.toMatchObject(UNAVAILABLE);
    expect(performance.now() - started).toBeGreaterThanOrEqual(299);
    expect(performance.now() - started).toBeLessThan(1500);
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
