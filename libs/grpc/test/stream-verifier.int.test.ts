import { positionAt } from '@keyledger/domain';
import { Fault, type Verifier } from '@keyledger/ports';
import {
  type VerifierHandlers,
  type VerifyStreamRequest__Output as VerifyStreamRequest,
  verifierDefinition,
} from '@keyledger/proto';
import { describe, expect, test, vi } from 'vitest';
import { ALLOWED, LEDGER_ID, UNKNOWN, ask } from './kit/sample.ts';
import { startServer, startVerifier } from './kit/servers.ts';
import { UNAVAILABLE, allow, connect } from './kit/verifiers.ts';

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
    const verifier = connect([endpoint]);
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
      secretKindRefused: false,
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
    const verifier = connect([endpoint]);
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
