import { type VerifyResponse__Output as VerifyResponse, verifierDefinition } from '@keyledger/proto';
import { describe, expect, test } from 'vitest';
import { timestampFromWire, timestampToWire } from '../src/grant-wire.ts';
import { verificationFromWire, verificationToWire } from '../src/verification-wire.ts';
import { ALLOWED, GRANT, LEDGER_ID, UNKNOWN } from './kit/sample.ts';

const { responseSerialize, responseDeserialize } = verifierDefinition.Verify;

/** Through the bytes, as the other side reads it. */
const onTheWire = (verification: typeof ALLOWED): VerifyResponse =>
  responseDeserialize(responseSerialize(verificationToWire(verification, LEDGER_ID)));

describe('a verification', () => {
  test.each([
    ['allowed', ALLOWED],
    ['unknown', UNKNOWN],
    ['without limits', { ...ALLOWED, grant: { ...GRANT, limits: null } }],
    ['refused with its grant', { ...ALLOWED, reasonCode: 'revoked_key' as const }],
    [
      'in a rotation overlap',
      { ...ALLOWED, grant: { ...GRANT, expiresAt: null, secretEndsAt: 1, secretRetired: true } },
    ],
  ])('%s comes back as it was', (_, verification) => {
    expect(verificationFromWire(onTheWire(verification), LEDGER_ID)).toEqual(verification);
  });

  test('of another ledger is a fault', () => {
    expect(() => verificationFromWire(onTheWire(ALLOWED), 'other')).toThrow('could not be verified');
  });

  const spoiled: [string, (wire: VerifyResponse) => void][] = [
    ['a reason nobody knows', (wire) => (wire.reasonCode = 'because')],
    ['allowed and a reason', (wire) => (wire.reasonCode = 'revoked_key')],
    ['neither allowed nor a reason', (wire) => (wire.allowed = false)],
    ['allowed without a grant', (wire) => (wire.grant = null)],
    ['no position', (wire) => (wire.position = '')],
    ['a position beyond exact numbers', (wire) => (wire.position = `${LEDGER_ID}-9999999999999999`)],
    ['no organization', (wire) => wire.grant && (wire.grant.organization = null)],
    ['a limit of nothing an hour', (wire) => wire.grant?.limits && (wire.grant.limits.perHour = 0)],
    [
      'a limit of nothing at once',
      (wire) => wire.grant?.organization?.limits && (wire.grant.organization.limits.burst = 0),
    ],
    ['no restrictions', (wire) => wire.grant && (wire.grant.restrictions = null)],
    ['an unknown state', (wire) => wire.grant && (wire.grant.state = 'asleep')],
    ['an unknown kind', (wire) => wire.grant && (wire.grant.kind = '')],
    ['an unknown holder', (wire) => wire.grant && (wire.grant.holder = 'robot')],
    ['no version', (wire) => wire.grant && (wire.grant.version = 0)],
    ['a key id that is none', (wire) => wire.grant && (wire.grant.keyId = 'key_1')],
    ['an unknown organization state', (wire) => wire.grant?.organization && (wire.grant.organization.state = '')],
    ['the authority saying that it cannot tell', (wire) => (wire.reasonCode = 'digest_key_unavailable')],
  ];
  test.each(spoiled)('with %s is a fault, never an allow', (_, spoil) => {
    const wire = onTheWire(ALLOWED);
    spoil(wire);
    expect(() => verificationFromWire(wire, null)).toThrow(
      expect.objectContaining({ name: 'Fault', code: 'digest_key_unavailable' }),
    );
  });
});

test('a time is kept to the millisecond, before 1970 as well', () => {
  for (const ms of [0, 1, -1, 999, 1_900_000_000_123, -62_135_596_800_000]) {
    const wire = timestampToWire(ms);
    expect(timestampFromWire({ seconds: Number(wire?.seconds), nanos: Number(wire?.nanos) }, 'f')).toBe(ms);
  }
});
