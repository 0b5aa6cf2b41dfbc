import type { ServerResponse } from 'node:http';
import { CLASS_STATUS, DEFAULT_PROFILE, REASON_CODES } from '@keyledger/domain';
import { describe, expect, it } from 'vitest';
import { OWN_CODES, PUBLIC_CODES, type PublicCode, publicError } from '../src/http/public-codes.ts';
import { Refusals } from '../src/http/refusals.ts';

const DOCS = 'https://docs.example/errors.md';
const refusals = new Refusals(DEFAULT_PROFILE.errors, DOCS);

/** Names and values in turn, as they would be sent. */
function sent(code: PublicCode, more: readonly string[]): readonly string[] {
  let head: readonly string[] = [];
  const res = { writeHead: (_status: number, headers: readonly string[]) => (head = headers), end: () => undefined };
  refusals.send(res as unknown as ServerResponse, code, null, more);
  return head;
}

describe('refusals', () => {
  it('there is one for every code, and no code is both the domain’s and the node’s', () => {
    expect(PUBLIC_CODES).toHaveLength(new Set(PUBLIC_CODES).size);
    expect(PUBLIC_CODES).toHaveLength(Object.keys(REASON_CODES).length + Object.keys(OWN_CODES).length);
  });

  it.each(PUBLIC_CODES)('%s has its status, body and headers', (code) => {
    const { status, headers, body } = refusals.of(code);
    const { error, message } = publicError(code, DEFAULT_PROFILE.errors);
    expect(JSON.parse(body)).toEqual({ error, reason_code: code, message, field: null });
    expect(status).toBe(
      error in CLASS_STATUS
        ? CLASS_STATUS[error as keyof typeof CLASS_STATUS]
        : publicError(code, DEFAULT_PROFILE.errors).status,
    );
    expect(headers[headers.indexOf('Content-Length') + 1]).toBe(String(Buffer.byteLength(body)));
    expect(headers.includes('WWW-Authenticate')).toBe(status === 401 || code === 'missing_scope');
    expect(headers.includes('Retry-After')).toBe(status === 429 || status === 503);
  });

  it('a validation error has the status of the profile, and no other error has', () => {
    const others = new Refusals({ validationStatus: 422 }, DOCS);
    for (const code of PUBLIC_CODES) {
      const isValidation = publicError(code, DEFAULT_PROFILE.errors).error === 'api_key_validation_failed';
      expect(others.of(code).status).toBe(isValidation ? 422 : refusals.of(code).status);
    }
  });

  it.each(['limit', 'größe', '\u{1F600}"\\', ''])(
    'the parameter that is to blame is named whatever it is called: %j',
    (field) => {
      const { headers, body } = refusals.of('unsupported_filter', field);
      expect(JSON.parse(body)).toMatchObject({ reason_code: 'unsupported_filter', field });
      expect(body).toMatch(/^[\x20-\x7e]+$/);
      expect(headers[headers.indexOf('Content-Length') + 1]).toBe(String(body.length));
    },
  );

  it('one answer may say another `Retry-After`, and nothing else in its place', () => {
    const exposed = ['Access-Control-Expose-Headers', 'Retry-After'];
    const { headers } = refusals.of('digest_key_unavailable');
    expect(sent('digest_key_unavailable', exposed)).toEqual([...headers, ...exposed]);
    expect(sent('rate_limited', ['Retry-After', '60']).filter((each) => each === 'Retry-After')).toHaveLength(1);
    expect(sent('expired_key', ['Retry-After', '60'])).toContain('WWW-Authenticate');
  });
});
