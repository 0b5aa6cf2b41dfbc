import type { KeyRecord } from '@keyledger/catalogue';
import { type Static, Type } from 'typebox';
import { formatTime, formatTimeOrNull } from '../times.ts';
import { AppliedFields } from './applied.ts';
import {
  Creator,
  PageFields,
  Search,
  GivenTime,
  StringMap,
  Time,
  literals,
  nullable,
  reference,
  strictObject,
} from './common.ts';
import { LIMITS, limitsJson } from './limits.ts';

export const KEY_STATES = ['active', 'transition', 'paused', 'revoked'] as const;
const TEXTS = Type.Array(Type.String());

/** interfaces.md, "Key JSON". */
const fields = {
  id: Type.String({ description: 'key_…' }),
  organization_id: Type.String(),
  name: Type.String(),
  kind: literals(['secret', 'public']),
  environment: Type.String(),
  holder: literals(['organization', 'user']),
  scopes: TEXTS,
  restrictions: Type.Object({ ips: TEXTS, origins: TEXTS }),
  tier: nullable(Type.String({ description: "The key's own; null: its organization's." })),
  limits: LIMITS,
  metadata: StringMap,
  state: literals(KEY_STATES),
  version: Type.Integer(),
  prefix: Type.String(),
  last4: Type.String(),
  expires_at: nullable(Time),
  rotation: nullable(Type.Object({ ends_at: Time })),
  created_at: Time,
  created_by: Creator,
  last_used_at: nullable(Time),
  public_key: Type.Optional(Type.String({ description: 'The whole text of a public key.' })),
};

const secretFields = {
  secret: nullable(Type.String({ description: 'Shown this once; null where a repeat of the command is answered.' })),
  note: Type.Optional(Type.String()),
};

export const Key = Type.Object(fields, { $id: 'Key' });
export const KeyAnswer = Type.Object({ ...fields, ...AppliedFields }, { $id: 'KeyAnswer' });
export const KeySecretAnswer = Type.Object(
  { ...fields, ...secretFields, ...AppliedFields },
  { $id: 'KeySecretAnswer' },
);
export const KEY = reference(Key);
export const KEY_ANSWER = reference(KeyAnswer);
export const KEY_SECRET_ANSWER = reference(KeySecretAnswer);
export type KeyJson = Static<typeof Key>;

export const KeyParameters = strictObject({
  ...PageFields,
  state: Type.Optional(literals(KEY_STATES)),
  expiring_before: Type.Optional(GivenTime),
  q: Type.Optional(Search),
});

const REPEATED =
  'This repeats a command that was done before: its secret was shown then. Rotate the key for a new one.';

/** The part of an answer that shows the secret, or says why it cannot. */
export const secretJson = (secret: string | null) => (secret === null ? { secret, note: REPEATED } : { secret });

export function keyJson(record: KeyRecord): KeyJson {
  const { id, name, kind, environment, holder, tier, metadata, state, version, prefix, last4 } = record;
  const { restrictions, rotationEndsAt, createdBy, publicKey } = record;
  return {
    id,
    organization_id: record.organizationId,
    name,
    kind,
    environment,
    holder,
    scopes: [...record.scopes],
    restrictions: { ips: [...restrictions.ips], origins: [...restrictions.origins] },
    tier,
    limits: limitsJson(record.limits),
    metadata,
    state,
    version,
    prefix,
    last4,
    expires_at: formatTimeOrNull(record.expiresAt),
    rotation: rotationEndsAt === null ? null : { ends_at: formatTime(rotationEndsAt) },
    created_at: formatTime(record.createdAt),
    created_by: createdBy,
    last_used_at: formatTimeOrNull(record.lastUsedAt),
    ...(publicKey === null ? {} : { public_key: publicKey }),
  };
}
