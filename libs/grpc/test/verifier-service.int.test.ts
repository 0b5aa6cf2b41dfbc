import { status } from '@grpc/grpc-js';
import { positionAt } from '@keyledger/domain';
import { Fault, type Verifier } from '@keyledger/ports';
import { type VerifyStreamResponse__Output as VerifyStreamResponse, verifierDefinition } from '@keyledger/proto';
import { describe, expect, test } from 'vitest';
import { createVerifierService } from '../src/index.ts';
import { callBatch, callUnary, callVerify, openVerifyStream, readToEnd } from './kit/calls.ts';
import { ALLOWED, LEDGER_ID, UNKNOWN, ask } from './kit/sample.ts';
import { rawClient, startServer, startVerifier } from './kit/servers.ts';

/** Answers by what the secret says. */
const verify: Verifier['verify'] = async ({ secret }) => {
  if (secret === 'good') return ALLOWED;
  if (secret === 'flood') throw new Fault('rate_limited', 'Too many.');
  if (secret === 'outage') throw new Fault('digest_key_unavailable', 'Not now.', { internal: 'no digest key d7' });
  if (secret === 'bug') throw new Error('kaboom in /srv');
  return UNKNOWN;
};
const client = async () => rawClient((await startVerifier(verify)).endpoint);

describe('Verify', () => {
  test('allows with the grant and the position of the ledger', async () => {
    const answer = await callVerify(await client(), { secret: 'good' });
    expect(answer).toMatchObject({ allowed: true, reasonCode: '', position: `${LEDGER_ID}-12` });
    expect(answer).toMatchObject({ grant: { version: 7, organization: { slug: 'acme' } } });
  });

  test('refuses by an answer, not by an error', async () => {
    const answer = await callVerify(await client(), { secret: 'other' });
    expect(answer).toMatchObject({ allowed: false, reasonCode: 'invalid_key', grant: null });
  });

  test('says what prevented an answer by status and code, without internals', async () => {
    const raw = await client();
    expect(await callVerify(raw, { secret: 'flood' })).toMatchObject({
      status: status.RESOURCE_EXHAUSTED,
      code: 'rate_limited',
    });
    const outage = await callVerify(raw, { secret: 'outage' });
    expect(outage).toMatchObject({ status: status.UNAVAILABLE, code: 'digest_key_unavailable', details: 'Not now.' });
    expect(await callVerify(raw, { secret: 'bug' })).toMatchObject({
      status: status.INTERNAL,
      code: 'internal',
      details: 'internal error',
    });
  });

  test.each([
    ['secret', { secret: 's'.repeat(513) }],
    ['scopes', { scopes: Array.from({ length: 101 }, () => 'a') }],
    ['scopes[1]', { scopes: ['a', 'b'.repeat(129)] }],
    ['route', { route: 'r'.repeat(257) }],
    ['client_address', { clientAddress: 'a'.repeat(65) }],
    ['origin', { origin: 'o'.repeat(513) }],
    ['at_least', { atLeast: 'yesterday' }],
    ['at_least', { atLeast: 'another-12' }],
  ])('refuses an oversized or foreign %s by name', async (field, request) => {
    expect(await callVerify(await client(), request)).toMatchObject({
      status: status.INVALID_ARGUMENT,
      code: 'validation_failed',
      errors: [{ field }],
    });
  });

  test('refuses bytes that are no message as the caller’s mistake', async () => {
    const garbage = { ...verifierDefinition.Verify, requestSerialize: () => Buffer.from([0xff, 0xff, 0xff]) };
    expect(await callUnary(await client(), garbage, {})).toMatchObject({
      status: status.INVALID_ARGUMENT,
      code: 'malformed_request',
    });
  });

  test('answers only from a state as new as was asked for', async () => {
    const raw = await client();
    expect(await callVerify(raw, { secret: 'good', atLeast: `${LEDGER_ID}-12` })).toMatchObject({ allowed: true });
    expect(await callVerify(raw, { secret: 'good', atLeast: `${LEDGER_ID}-13` })).toMatchObject({
      status: status.UNAVAILABLE,
      code: 'not_caught_up',
    });
  });

  test('waits for the state that was asked for before it verifies', async () => {
    let applied = 12;
    const service = createVerifierService({
      verifier: { verify: async () => ({ ...ALLOWED, position: positionAt(applied) }) },
      ledgerId: () => LEDGER_ID,
      waitFor: async (position) => void (applied = position),
    });
    const raw = rawClient((await startServer([service])).endpoint);
    const answer = await callVerify(raw, { secret: 'good', atLeast: `${LEDGER_ID}-40` });
    expect(answer).toMatchObject({ position: `${LEDGER_ID}-40` });
  });
});

describe('BatchVerify', () => {
  test('answers each request in order, whatever prevents another', async () => {
    const requests = ['good', 'outage', 'other', 'flood', 'bug'].map((secret) => ({ secret }));
    const reasons = ['', 'digest_key_unavailable', 'invalid_key', 'rate_limited', 'digest_key_unavailable'];
    const responses = reasons.map((reasonCode) => ({ allowed: reasonCode === '', reasonCode }));
    expect(await callBatch(await client(), { requests })).toMatchObject({ responses });
  });

  test('takes 1,000 requests and refuses 1,001', async () => {
    const raw = await client();
    const requests = Array.from({ length: 1000 }, () => ({ secret: 'good' }));
    expect(await callBatch(raw, { requests })).toMatchObject({ responses: { length: 1000 } });
    expect(await callBatch(raw, { requests: [...requests, {}] })).toMatchObject({
      status: status.INVALID_ARGUMENT,
      errors: [{ field: 'requests' }],
    });
  });

  test('names the request that is wrong', async () => {
    const requests = [{ secret: 'good' }, { secret: 's'.repeat(600) }];
    expect(await callBatch(await client(), { requests })).toMatchObject({ errors: [{ field: 'requests[1].secret' }] });
  });

  test('is not answered in part from a state older than was asked for', async () => {
    const requests = [{ secret: 'good' }, { secret: 'good', atLeast: `${LEDGER_ID}-13` }];
    expect(await callBatch(await client(), { requests })).toMatchObject({ code: 'not_caught_up' });
  });
});

describe('VerifyStream', () => {
  test('answers each message under its id when it is ready, and ends when the caller has', async () => {
    const slow = Promise.withResolvers<typeof ALLOWED>();
    const { endpoint } = await startVerifier(({ secret }) => (secret === 'slow' ? slow.promise : verify(ask(secret))));
    const stream = openVerifyStream(rawClient(endpoint));
    const read = readToEnd<VerifyStreamResponse>(stream);
    stream.on('data', ({ id }: VerifyStreamResponse) => id === 8 && slow.resolve(ALLOWED));
    stream.write({ id: 7, requests: [{ secret: 'slow' }] });
    stream.write({ id: 8, requests: [{ secret: 'good' }, { secret: 'other' }] });
    stream.end();
    const { messages, refusal } = await read;
    expect(refusal).toBeNull();
    expect(messages.map(({ id, responses }) => [id, responses.length])).toEqual([
      [8, 2],
      [7, 1],
    ]);
  });

  test.each([
    ['an oversized batch', { id: 2, requests: Array.from({ length: 1001 }, () => ({})) }],
    ['an oversized secret', { id: 2, requests: [{ secret: 's'.repeat(600) }] }],
    ['an id that would come back changed', { id: '9007199254740993', requests: [] }],
  ])('is ended by %s, and no other stream is', async (_, bad) => {
    const raw = await client();
    const [hit, spared] = [openVerifyStream(raw), openVerifyStream(raw)];
    const [hitRead, sparedRead] = [readToEnd(hit), readToEnd<VerifyStreamResponse>(spared)];
    hit.write(bad);
    expect((await hitRead).refusal).toMatchObject({ status: status.INVALID_ARGUMENT });
    spared.write({ id: 1, requests: [{ secret: 'good' }] });
    spared.end();
    expect((await sparedRead).messages).toMatchObject([{ id: 1, responses: [{ allowed: true }] }]);
  });

  test('holds at most 32 messages unanswered, and loses none', async () => {
    let held: (() => void)[] = [];
    let most = 0;
    const { endpoint } = await startVerifier(() => {
      const { promise, resolve } = Promise.withResolvers<typeof ALLOWED>();
      held.push(() => resolve(ALLOWED));
      most = Math.max(most, held.length);
      if (held.length === 32) setImmediate(release);
      return promise;
    });
    const release = (): void => {
      const ready = held;
      held = [];
      for (const answer of ready) answer();
    };
    const stream = openVerifyStream(rawClient(endpoint));
    const read = readToEnd<VerifyStreamResponse>(stream);
    for (let id = 1; id <= 320; id++) stream.write({ id, requests: [{ secret: 'good' }] });
    stream.end();
    const { messages } = await read;
    expect(new Set(messages.map(({ id }) => id)).size).toBe(320);
    expect(most).toBe(32);
  });
});
