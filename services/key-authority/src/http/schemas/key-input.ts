import { type Static, Type } from 'typebox';
import type { CreateKeyInput, UpdateKeyInput } from '../../application/key-input.ts';
import { checkedTime } from '../times.ts';
import { CommandFields, GivenTime, Reason, StringMap, literals, nullable, strictObject } from './common.ts';
import { GivenLimits, givenLimits } from './limits.ts';

const changeable = {
  scopes: Type.Optional(Type.Array(Type.String())),
  restrictions: Type.Optional(
    strictObject({
      ips: Type.Optional(Type.Array(Type.String(), { description: 'Addresses and CIDR ranges; empty: any.' })),
      origins: Type.Optional(Type.Array(Type.String(), { description: 'Origins; empty: any or none.' })),
    }),
  ),
  tier: Type.Optional(nullable(Type.String())),
  limits: Type.Optional(GivenLimits),
  metadata: Type.Optional(StringMap),
  expires_at: Type.Optional(nullable(GivenTime)),
};

export const CreateKeyBody = strictObject({
  name: Type.String(),
  kind: Type.Optional(literals(['secret', 'public'])),
  environment: Type.Optional(Type.String()),
  holder: Type.Optional(literals(['organization', 'user'])),
  ...changeable,
  reason: Type.Optional(Reason),
});

/** A list of `restrictions` that is left out stays as it is. */
export const UpdateKeyBody = strictObject({ name: Type.Optional(Type.String()), ...changeable, ...CommandFields });

export const RotateKeyBody = strictObject({
  overlap: Type.Optional(
    Type.String({
      format: 'duration',
      default: 'PT24H',
      description: 'How long the old secret goes on working (ISO 8601); PT0S: it ends at once.',
    }),
  ),
  ...CommandFields,
});

export function createKeyInput(body: Static<typeof CreateKeyBody>): CreateKeyInput {
  const { reason: _reason, expires_at, limits, ...input } = body;
  return { ...input, ...givenLimits(limits), ...expiresAt(expires_at) };
}

export function updateKeyInput(body: Static<typeof UpdateKeyBody>): UpdateKeyInput {
  const { reason: _reason, wait_for: _waitFor, expires_at, limits, ...changes } = body;
  return { ...changes, ...givenLimits(limits), ...expiresAt(expires_at) };
}

/** Left out where it was left out: null is a change. */
export function expiresAt(text: string | null | undefined): { readonly expiresAt?: number | null } {
  if (text === undefined) return {};
  return { expiresAt: text === null ? null : checkedTime(text) };
}
