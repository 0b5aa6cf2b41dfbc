import { type AccessRequest, type Grant, PLAIN_REQUEST } from '@keyledger/domain';
import { type Static, Type } from 'typebox';
import { formatTimeOrNull } from '../times.ts';
import { Time, literals, nullable, reference, strictObject } from './common.ts';
import { LIMITS, limitsJson } from './limits.ts';

const TEXTS = Type.Array(Type.String());

export const VerifyBody = strictObject({
  secret: Type.String({ description: 'The whole text of the key.' }),
  scopes: Type.Optional(Type.Array(Type.String(), { maxItems: 100, description: 'All of these are needed.' })),
  route: Type.Optional(nullable(Type.String({ maxLength: 200, description: 'The name of the route.' }))),
  client_address: Type.Optional(
    nullable(Type.String({ format: 'ip-address', description: 'Left out: a key restricted to addresses is refused.' })),
  ),
  origin: Type.Optional(nullable(Type.String({ maxLength: 300, description: "The request's Origin header." }))),
});

const Restrictions = Type.Object({ ips: TEXTS, origins: TEXTS });

export const GrantSchema = Type.Object(
  {
    key_id: Type.String(),
    version: Type.Integer(),
    organization: Type.Object({
      id: Type.String(),
      version: Type.Integer(),
      slug: Type.String(),
      state: literals(['active', 'paused']),
      routes: TEXTS,
      environments: TEXTS,
      tier: Type.String(),
      limits: LIMITS,
      demo: Type.Boolean(),
    }),
    kind: literals(['secret', 'public']),
    holder: literals(['organization', 'user']),
    environment: Type.String(),
    scopes: TEXTS,
    restrictions: Restrictions,
    tier: Type.String(),
    limits: LIMITS,
    expires_at: nullable(Time),
    secret_ends_at: nullable(Time),
    secret_retired: Type.Boolean(),
    state: literals(['active', 'paused', 'revoked']),
  },
  { $id: 'Grant' },
);

export const Verification = Type.Object(
  {
    allowed: Type.Boolean(),
    reason_code: Type.String({ description: 'Empty when allowed.' }),
    grant: Type.Unsafe<Static<typeof GrantSchema> | null>({ anyOf: [{ $ref: 'Grant#' }, { type: 'null' }] }),
    position: Type.String({ description: 'Of the state that this was answered from.' }),
  },
  { $id: 'Verification' },
);
export const VERIFICATION = reference(Verification);

export function accessRequest(body: Static<typeof VerifyBody>): AccessRequest {
  const { scopes = [], route = null, client_address = null, origin } = body;
  return { ...PLAIN_REQUEST, scopes, route, clientAddress: client_address, origin: origin ?? '' };
}

export function grantJson(grant: Grant): Static<typeof GrantSchema> {
  const { organization, restrictions, keyId, expiresAt, secretEndsAt, secretRetired, ...same } = grant;
  return {
    ...same,
    key_id: keyId,
    organization: {
      ...organization,
      limits: limitsJson(organization.limits),
      routes: [...organization.routes],
      environments: [...organization.environments],
    },
    scopes: [...grant.scopes],
    restrictions: { ips: [...restrictions.ips], origins: [...restrictions.origins] },
    limits: limitsJson(grant.limits),
    expires_at: formatTimeOrNull(expiresAt),
    secret_ends_at: formatTimeOrNull(secretEndsAt),
    secret_retired: secretRetired,
  };
}
