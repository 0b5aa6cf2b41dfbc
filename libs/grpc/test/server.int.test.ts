import { type Client, status } from '@grpc/grpc-js';
import { service as healthDefinition } from 'grpc-health-check';
import { verifierDefinition } from '@keyledger/proto';
import { describe, expect, test } from 'vitest';
import { createVerifierService } from '../src/index.ts';
import { type Method, callUnary, callVerify, metadataWith, openVerifyStream, readToEnd } from './kit/calls.ts';
import { reflect } from './kit/reflect.ts';
import { ALLOWED, LEDGER_ID } from './kit/sample.ts';
import { rawClient, startServer, startVerifier } from './kit/servers.ts';
import { until } from './kit/until.ts';

const NOBODY = metadataWith();
const check = (raw: Client, service: string) =>
  callUnary(raw, healthDefinition['Check'] as Method<object, object>, { service }, NOBODY);

describe('health', () => {
  test('follows the process, for the server and each service, without a credential', async () => {
    let serving = false;
    const { endpoint } = await startVerifier(async () => ALLOWED, { serving: () => serving });
    const raw = rawClient(endpoint);
    expect(await check(raw, '')).toEqual({ status: 'NOT_SERVING' });
    serving = true;
    expect(await check(raw, '')).toEqual({ status: 'SERVING' });
    expect(await check(raw, 'keyledger.v1.Verifier')).toEqual({ status: 'SERVING' });
    expect(await check(raw, 'keyledger.v1.Other')).toMatchObject({ status: status.NOT_FOUND });
  });

  test('tells who watches of each change, and at the end of the stop', async () => {
    let serving = true;
    const { endpoint, server } = await startVerifier(async () => ALLOWED, { serving: () => serving });
    const { path, requestSerialize, responseDeserialize } = healthDefinition['Watch'] as Method<object, object>;
    const stream = rawClient(endpoint).makeServerStreamRequest(path, requestSerialize, responseDeserialize, {}, NOBODY);
    const told = readToEnd<{ status: string }>(stream);
    let changes = 0;
    stream.on('data', () => {
      changes += 1;
      if (changes < 3) serving = !serving;
      else void server.stop(5000);
    });
    const { messages, refusal } = await told;
    expect(refusal).toBeNull();
    expect(messages.map((message) => message.status)).toEqual(['SERVING', 'NOT_SERVING', 'SERVING', 'NOT_SERVING']);
  });
});

describe('reflection', () => {
  test('lists what is served, without a credential, and describes it', async () => {
    const { endpoint } = await startVerifier(async () => ALLOWED);
    const raw = rawClient(endpoint);
    const { services, files } = await reflect(raw, 'keyledger.v1.Verifier');
    expect(services.toSorted()).toEqual(['grpc.health.v1.Health', 'keyledger.v1.Verifier']);
    for (const name of ['VerifyStreamRequest', 'at_least', 'Timestamp']) expect(files.join()).toContain(name);
    expect((await reflect(raw, 'grpc.health.v1.HealthCheckRequest')).files.join()).toContain('ServingStatus');
  });
});

describe('streams without a credential', () => {
  const { path, requestSerialize, responseDeserialize } = healthDefinition['Watch'] as Method<object, object>;
  interface Watch {
    readonly cancel: () => void;
    readonly outcome: Promise<unknown>;
  }
  const watch = (raw: Client): Watch => {
    const stream = raw.makeServerStreamRequest(path, requestSerialize, responseDeserialize, {}, NOBODY);
    const over = readToEnd(stream).then(({ refusal }) => refusal);
    const begun = new Promise((resolve) => stream.once('data', resolve));
    return { cancel: () => stream.cancel(), outcome: Promise.race([begun, over]) };
  };

  test('are so many for an address and no more, and leave health itself alone', async () => {
    const { endpoint } = await startVerifier(async () => ALLOWED);
    const raw = rawClient(endpoint);
    const watches = Array.from({ length: 50 }, () => watch(raw));
    expect(await Promise.all(watches.map(({ outcome }) => outcome))).toEqual(Array(50).fill({ status: 'SERVING' }));
    const refusal = { status: status.RESOURCE_EXHAUSTED, code: 'rate_limited' };
    expect(await watch(rawClient(endpoint)).outcome).toMatchObject(refusal);
    await expect(reflect(raw, 'keyledger.v1.Verifier')).rejects.toMatchObject({ code: status.RESOURCE_EXHAUSTED });
    expect(await check(raw, '')).toEqual({ status: 'SERVING' });
    expect(await callVerify(raw, {})).toMatchObject({ allowed: true });
    watches[0]?.cancel();
    // The server hears of it a little later.
    await expect.poll(() => watch(raw).outcome).toEqual({ status: 'SERVING' });
  });

  test('do not count once they are over', async () => {
    const { endpoint } = await startVerifier(async () => ALLOWED);
    const raw = rawClient(endpoint);
    for (let round = 0; round < 60; round++) await reflect(raw, 'keyledger.v1.Verifier');
    expect(await watch(raw).outcome).toEqual({ status: 'SERVING' });
  });
});

describe('a server', () => {
  test('says by code that its port is taken', async () => {
    const { port } = await startVerifier(async () => ALLOWED);
    await expect(startVerifier(async () => ALLOWED, { port })).rejects.toMatchObject({ code: 'EADDRINUSE' });
  });

  test('that stops answers what it has taken, and takes no more', async () => {
    let asked = 0;
    const answer = Promise.withResolvers<typeof ALLOWED>();
    const { endpoint, server } = await startVerifier(() => {
      asked += 1;
      return answer.promise;
    });
    const raw = rawClient(endpoint);
    const stream = openVerifyStream(raw);
    const over = readToEnd(stream);
    stream.write({ id: 1, requests: [{ secret: 'x' }] });
    const unaryAnswer = callVerify(raw, { secret: 'x' });
    await until('both are under way', () => asked === 2);
    const stopped = server.stop(10_000);
    answer.resolve(ALLOWED);
    const { messages, refusal } = await over;
    expect(messages).toHaveLength(1);
    expect(refusal).toMatchObject({ status: status.UNAVAILABLE });
    expect(await unaryAnswer).toMatchObject({ allowed: true });
    await stopped;
    expect(await callVerify(rawClient(endpoint), {})).toMatchObject({ status: status.UNAVAILABLE });
  });

  test('ends calls that outlast the grace', async () => {
    const { endpoint, server } = await startVerifier(() => new Promise(() => undefined));
    const stream = openVerifyStream(rawClient(endpoint));
    const over = readToEnd(stream);
    stream.write({ id: 1, requests: [{ secret: 'x' }] });
    stream.on('metadata', () => void server.stop(100));
    expect((await over).refusal).not.toBeNull();
  });

  test('reads no message above 4 MB', async () => {
    const { endpoint } = await startVerifier(async () => ALLOWED);
    const requests = [{ secret: 'x'.repeat(4 * 1024 * 1024) }];
    const answer = await callUnary(rawClient(endpoint), verifierDefinition.BatchVerify, { requests });
    expect(answer).toMatchObject({ status: status.RESOURCE_EXHAUSTED });
  });

  test('answers an unknown method as such', async () => {
    const service = createVerifierService({ verifier: { verify: async () => ALLOWED }, ledgerId: () => LEDGER_ID });
    const { endpoint } = await startServer([service]);
    const unknown = { ...verifierDefinition.Verify, path: '/keyledger.v1.Verifier/Guess' };
    expect(await callUnary(rawClient(endpoint), unknown, {})).toMatchObject({ status: status.UNIMPLEMENTED });
  });
});
