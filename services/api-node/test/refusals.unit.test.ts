import { CLASS_STATUS, REASON_CODES } from '@keyledger/domain';
import { describe, expect, it } from 'vitest';
import { OWN_CODES, PUBLIC_CODES, publicError } from '../src/http/public-codes.ts';
import { Refusals } from '../src/http/refusals.ts';

const refusals = new Refusals('https://docs.example/errors.md');

describe('refusals', () => {
  it('there is one for every code, and no code is both the domain’s and the node’s', () => {
    expect(PUBLIC_CODES).toHaveLength(new Set(PUBLIC_CODES).size);
    expect(PUBLIC_CODES).toHaveLength(Object.keys(REASON_CODES).length + Object.keys(OWN_CODES).length);
  });

  it.each(PUBLIC_CODES)('%s has its status, body and headers', (code) => {
    const { status, headers, body } = refusals.of(code);
    const { error, message } = publicError(code);
    expect(JSON.parse(body)).toEqual({ error, reason_code: code, message, field: null });
    expect(status).toBe(
      error in CLASS_STATUS ? CLASS_STATUS[error as keyof typeof CLASS_STATUS] : publicError(code).status,
    );
    expect(headers[headers.indexOf('Content-Length') + 1]).toBe(String(Buffer.byteLength(body)));
    expect(headers.includes('WWW-Authenticate')).toBe(status === 401 || code === 'missing_scope');
    expect(headers.includes('Retry-After')).toBe(status === 429 || status === 503);
  });
});
