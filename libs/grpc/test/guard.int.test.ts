import { type Metadata, status } from '@grpc/grpc-js';
import { Fault, silentLogger } from '@keyledger/ports';
import { type VerifyStreamResponse__Output as VerifyStreamResponse, verifierDefinition } from '@keyledger/proto';
import { describe, expect, test } from 'vitest';
import { type CallGuard, createFeedFollower, createFeedService, createVerifierService, unary } from '../src/index.ts';
import { callUnary, callVerify, metadataWith, openVerifyStream, readToEnd } from './kit/calls.ts';
import { NO_LEASES } from './kit/leases.ts';
import { MemoryLedger } from './kit/memory-ledger.ts';
import { ALLOWED, LEDGER_ID, SERVICE } from './kit/sample.ts';
import { GUARD, TOKEN, rawClient, startServer, startVerifier, token } from './kit/servers.ts';
import { until } from './kit/until.ts';

describe('a call', () => {
  const refused: [string, Metadata][] = [
    ['no credential', metadataWith()],
    ['another token', metadataWith('Bearer other')],
    ['another scheme', metadataWith(`Basic ${TOKEN}`)],
    ['a bare scheme', metadataWith('Bearer')],
    ['a token with a space', metadataWith(`Bearer ${TOKEN} x`)],
    ['two credentials in one', metadataWith(`Bearer ${TOKEN}, Bearer ${TOKEN}`)],
    ['an endless token', metadataWith(`Bearer ${'a'.repeat(8193)}`)],
  ];
  test.each(refused)('with %s is unauthenticated and reaches nothing', async (_, metadata) => {
    let verified = 0;
    const { endpoint } = await startVerifier(async () => {
      verified += 1;
      return ALLOWED;
    });
    const answer = await callVerify(rawClient(endpoint), { secret: 'x' }, metadata);
    expect(answer).toMatchObject({ status: status.UNAUTHENTICATED, code: 'unauthenticated' });
    expect(verified).toBe(0);
  });

  test('is allowed or not by its method', async () => {
    const guard: CallGuard = {
      ...GUARD,
      authorizeCall: async (principal, method) => {
        if (principal !== SERVICE || method !== 'keyledger.v1.Verifier/Verify')
          throw new Fault('permission_denied', 'No.');
      },
    };
    const { endpoint } = await startVerifier(async () => ALLOWED, { guard });
    const raw = rawClient(endpoint);
    expect(await callVerify(raw, { secret: 'x' })).toMatchObject({ allowed: true });
    expect(await callUnary(raw, verifierDefinition.BatchVerify, {})).toMatchObject({
      status: status.PERMISSION_DENIED,
      code: 'permission_denied',
    });
  });

  test('is refused, not let through, where authentication itself breaks', async () => {
    const guard: CallGuard = {
      ...GUARD,
      authenticate: () => {
        throw new TypeError('bug');
      },
    };
    const { endpoint } = await startVerifier(async () => ALLOWED, { guard });
    expect(await callVerify(rawClient(endpoint), {})).toMatchObject({ status: status.INTERNAL, code: 'internal' });
  });

  test('brings its handler the caller and the address, and no credential', async () => {
    const { Verify } = verifierDefinition;
    const seen: unknown[] = [];
    const { endpoint } = await startServer([
      {
        definition: { Verify },
        implement: (context) => ({
          Verify: unary(context, async (_request: object, { caller }) => {
            seen.push(caller);
            return {};
          }),
        }),
      },
    ]);
    await callVerify(rawClient(endpoint), {});
    expect(seen).toEqual([{ principal: SERVICE, address: '127.0.0.1' }]);
  });
});

describe('a stream does not outlive its token', () => {
  const revocable = (): { guard: CallGuard; revoke: () => void } => {
    let revoked = false;
    const authenticate: CallGuard['authenticate'] = (sent, address) => {
      if (revoked) throw new Fault('unauthenticated', 'Revoked.');
      return GUARD.authenticate(sent, address);
    };
    return { guard: { ...GUARD, authenticate }, revoke: () => (revoked = true) };
  };

  test('of questions', async () => {
    const { guard, revoke } = revocable();
    const service = createVerifierService({ verifier: { verify: async () => ALLOWED }, ledgerId: () => LEDGER_ID });
    const stream = openVerifyStream(rawClient((await startServer([service], { guard })).endpoint));
    const over = readToEnd<VerifyStreamResponse>(stream);
    stream.on('data', () => {
      revoke();
      stream.write({ id: 2, requests: [{ secret: 'x' }] });
    });
    stream.write({ id: 1, requests: [{ secret: 'x' }] });
    const { messages, refusal } = await over;
    expect(messages.map(({ id }) => id)).toEqual([1]);
    expect(refusal).toMatchObject({ status: status.UNAUTHENTICATED });
  });

  test('of records', async () => {
    const { guard, revoke } = revocable();
    const ledger = new MemoryLedger();
    ledger.append('before');
    const { endpoint } = await startServer([createFeedService({ follower: ledger, ...NO_LEASES })], { guard });
    const texts: string[] = [];
    const lost: object[] = [];
    const logger = { ...silentLogger, warn: (fields: object) => void lost.push(fields) };
    const abort = new AbortController();
    const follower = createFeedFollower({ endpoints: [endpoint], token, logger });
    const reading = (async () => {
      for await (const { records } of follower.follow('end', abort.signal)) {
        texts.push(...records.map(({ value }) => new TextDecoder().decode(value)));
        revoke();
        ledger.append('after');
      }
    })();
    await until('the feed is refused', () => lost.length > 0);
    abort.abort();
    await reading;
    expect(texts).toEqual([]);
    expect(lost[0]).toMatchObject({ code: 'unauthenticated' });
  });
});
