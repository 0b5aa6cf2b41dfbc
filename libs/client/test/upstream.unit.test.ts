import { CLASS_STATUS, REASON_CODES, type ReasonCode } from '@keyledger/domain';
import { describe, expect, it } from 'vitest';
import { type Caller, decideResource, errorAnswer, isListed, readCaller } from '../src/upstream/index.ts';

const HEADERS = {
  'x-key-id': 'key_1',
  'x-organization-id': 'org_1',
  'x-key-kind': 'secret',
  'x-key-environment': 'live',
  'x-key-scopes': 'a:read b:write',
};
const CALLER: Caller = {
  keyId: 'key_1',
  organizationId: 'org_1',
  kind: 'secret',
  environment: 'live',
  scopes: ['a:read', 'b:write'],
};

describe('the caller', () => {
  it('is whom the API node names', () => {
    expect(readCaller(HEADERS)).toEqual(CALLER);
    expect(readCaller({ ...HEADERS, 'x-key-scopes': '' })).toEqual({ ...CALLER, scopes: [] });
  });

  it.each(Object.keys(HEADERS))('is nobody where %s is missing or sent twice', (name) => {
    const { [name as keyof typeof HEADERS]: value, ...others } = HEADERS;
    expect(readCaller(others)).toBeNull();
    expect(readCaller({ ...others, [name]: [value, value] })).toBeNull();
    if (name !== 'x-key-scopes') {
      expect(readCaller({ ...others, [name]: `${value}, ${value}` })).toBeNull();
      expect(readCaller({ ...others, [name]: '' })).toBeNull();
    }
  });

  it('is nobody where what the profile forwards is missing or says something else', () => {
    const forward = { 'x-key-role': 'operator' };
    expect(readCaller(HEADERS, forward)).toBeNull();
    expect(readCaller({ ...HEADERS, 'x-key-role': 'owner' }, forward)).toBeNull();
    expect(readCaller({ ...HEADERS, 'x-key-role': 'operator, owner' }, forward)).toBeNull();
    expect(readCaller({ ...HEADERS, ...forward }, forward)).toEqual(CALLER);
  });
});

describe('a resource', () => {
  const OWN = { organizationId: 'org_1', demo: false };
  const unfit = () => 'unsupported_document_type' as const;

  it.each([
    ['an unknown one is not found', undefined, 'document_not_found'],
    [
      "another organization's is refused, whatever else it is",
      { organizationId: 'org_2', demo: true },
      'cross_organization_denied',
    ],
    [
      'one for demonstration or training is refused, whatever else it is',
      { ...OWN, demo: true },
      'demo_training_denied',
    ],
    ['one that is not fit for the route is refused last', OWN, 'unsupported_document_type'],
  ] as const)('%s', (_, found, refusal) => {
    expect(decideResource(CALLER, found, 'document_not_found', unfit)).toEqual({ resource: null, refusal });
  });

  it("the caller's own is given out", () => {
    expect(decideResource(CALLER, OWN, 'document_not_found')).toEqual({ resource: OWN, refusal: '' });
  });

  it('is listed where it is given out', () => {
    expect(isListed(CALLER, OWN)).toBe(true);
    expect(isListed(CALLER, { ...OWN, demo: true })).toBe(false);
    expect(isListed(CALLER, { ...OWN, organizationId: 'org_2' })).toBe(false);
  });
});

describe('the answer to a refusal', () => {
  const CODES = [
    'cross_organization_denied',
    'demo_training_denied',
    'encounter_not_found',
    'document_not_found',
    'transcript_not_found',
    'audio_not_found',
    'unsupported_document_type',
    'audio_not_available_for_document',
    'audio_storage_unavailable',
    'digest_key_unavailable',
  ] as const satisfies readonly ReasonCode[];

  it.each(CODES)('%s is that of the table of the API node', (code) => {
    const { error, message } = REASON_CODES[code];
    const { status, headers, body } = errorAnswer(code);
    expect(status).toBe(CLASS_STATUS[error]);
    expect(body).toEqual({ error, reason_code: code, message, field: null });
    expect(headers['link']).toBe(`</_keyledger/errors#${code}>; rel="help"`);
    expect(headers['retry-after']).toBe(status === 503 ? '1' : undefined);
  });

  it("says what was not found by a code of the upstream's own", () => {
    expect(errorAnswer('tracking_session_not_found')).toMatchObject({
      status: 404,
      body: {
        error: 'public_api_not_found',
        reason_code: 'tracking_session_not_found',
        message: 'The tracking session was not found.',
        field: null,
      },
    });
  });
});
