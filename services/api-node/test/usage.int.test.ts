import { positionAt } from '@keyledger/domain';
import { Fault } from '@keyledger/ports';
import type { UsageCounter } from '@keyledger/usage';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { usageHooks } from '../src/usage/usage-hooks.ts';
import { ALLOWED } from './kit/fake-verifier.ts';
import { GRANT, keyText } from './kit/keys.ts';
import { ROUTED } from './kit/profiles.ts';
import { type PublicPort, startPort } from './kit/public-port.ts';
import { requestBytes, sendRaw } from './kit/raw-client.ts';
import { RecordingUpstream } from './kit/recording-upstream.ts';

const AUTH = `Authorization: Bearer ${keyText('live', 17)}`;
const FROM_SWITZERLAND = 'X-Forwarded-For: 130.92.9.1';

type Sample = Parameters<UsageCounter['answered']>[0];
type Incident = Parameters<UsageCounter['incident']>[0];

const samples: Sample[] = [];
const incidents: Incident[] = [];
let broken = false;
let failures = 0;

const counter: UsageCounter = {
  answered(sample) {
    if (broken) throw new Error('counting is broken');
    samples.push(sample);
  },
  incident(incident) {
    if (broken) throw new Error('counting is broken');
    incidents.push(incident);
  },
};

let upstream: RecordingUpstream;
let port: PublicPort;

beforeAll(async () => {
  upstream = await RecordingUpstream.start();
  const hooks = usageHooks({
    counter,
    countryOf: (address) => (address === '130.92.9.1' ? 'CH' : ''),
    countryHeader: 'cf-ipcountry',
    failed: () => (failures += 1),
  });
  port = await startPort(upstream.url, { profile: () => ROUTED, hooks, trusted: ['127.0.0.1'] });
});
afterAll(async () => {
  await port[Symbol.asyncDispose]();
  await upstream[Symbol.asyncDispose]();
});
beforeEach(() => {
  port.verifier.answer = () => Promise.resolve(ALLOWED);
  samples.length = 0;
  incidents.length = 0;
  failures = 0;
  broken = false;
});

const send = (target: string, headers: readonly string[] = [AUTH], rest: { method?: string; body?: string } = {}) =>
  sendRaw(port.port, requestBytes(target, headers, rest));

describe('a request of a known key', () => {
  it('is counted with its key, route, scopes, status, country, bytes and duration', async () => {
    const body = 'x'.repeat(1_000);
    await send('/v1/documents', [AUTH, FROM_SWITZERLAND, 'Content-Length: 1000'], {
      method: 'POST',
      body,
    });
    expect(samples).toEqual([
      {
        keyId: GRANT.keyId,
        organizationId: GRANT.organization.id,
        route: 'documents.create',
        scopes: ['documents:write'],
        status: 200,
        country: 'CH',
        durationMs: expect.any(Number) as number,
        bytesIn: 1_000,
        bytesOut: 'fine'.length,
        admitted: true,
      },
    ]);
    expect(incidents).toEqual([]);
  });

  it('is counted also when it is refused, and then the key was not used', async () => {
    port.verifier.refuses('missing_scope');
    await send('/v1/documents');
    expect(samples).toMatchObject([{ route: 'documents.list', status: 403, admitted: false, bytesOut: 0 }]);
    expect(incidents).toEqual([
      {
        reason: 'missing_scope',
        clientAddress: '127.0.0.1',
        keyId: GRANT.keyId,
        organizationId: GRANT.organization.id,
      },
    ]);
  });

  it('with a bad query is counted as its status, and is no incident', async () => {
    await send('/v1/documents?limit=0');
    expect(samples).toMatchObject([{ status: 422, admitted: true }]);
    expect(incidents).toEqual([]);
  });

  it('has the country that a trusted proxy tells', async () => {
    await send('/v1/documents', [AUTH, FROM_SWITZERLAND, 'CF-IPCountry: us']);
    await send('/v1/documents', [AUTH, FROM_SWITZERLAND, 'CF-IPCountry: XX']);
    expect(samples.map(({ country }) => country)).toEqual(['US', '']);
  });
});

describe('a security event', () => {
  it('of an unknown key names no key, even where another environment knows it', async () => {
    port.verifier.answer = () => Promise.resolve({ reasonCode: 'invalid_key', grant: GRANT, position: positionAt(1) });
    await send('/v1/documents', [AUTH, FROM_SWITZERLAND]);
    expect(samples).toEqual([]);
    expect(incidents).toEqual([{ reason: 'invalid_key', clientAddress: '130.92.9.1', keyId: '', organizationId: '' }]);
  });

  it.each([
    ['no credential', [], 'missing_bearer'],
    ['a credential that is none', ['Authorization: Bearer nonsense'], 'malformed_token'],
  ])('is told of %s', async (_what, headers, reason) => {
    await send('/v1/documents', headers);
    expect(incidents).toMatchObject([{ reason }]);
  });

  it('is told of a key in a query, which is in no event', async () => {
    await send(`/v1/documents?q=${keyText('live', 18)}`);
    expect(incidents).toEqual([{ reason: 'key_in_query', clientAddress: '127.0.0.1', keyId: '', organizationId: '' }]);
  });

  it('is told of a flood of unknown keys', async () => {
    port.verifier.fails(new Fault('rate_limited', 'Too many.'));
    await send('/v1/documents');
    expect(incidents).toMatchObject([{ reason: 'rate_limited', keyId: '' }]);
  });

  it('is not told of what is our own trouble', async () => {
    port.verifier.fails(new Fault('digest_key_unavailable', 'Not now.'));
    await send('/v1/documents');
    expect(incidents).toEqual([]);
  });
});

it('counting that is broken changes no answer', async () => {
  const targets = ['/v1/documents', '/v1/documents?limit=0', '/v1/nothing', `/v1/documents?q=${keyText('live', 19)}`];
  const answersOf = async () => {
    const answers = [];
    for (const target of targets) {
      const { status, body } = await send(target);
      answers.push({ status, body });
    }
    port.verifier.answer = () =>
      Promise.resolve({
        reasonCode: 'revoked_key',
        grant: GRANT,
        position: positionAt(1),
      });
    answers.push((await send('/v1/documents')).status);
    port.verifier.answer = () => Promise.resolve(ALLOWED);
    return answers;
  };
  const whole = await answersOf();
  broken = true;
  expect(await answersOf()).toEqual(whole);
  expect(failures).toBeGreaterThan(targets.length);
});
