import { type KeyChanges, type OrganizationChanges, ROLES, type Role, WEBHOOK_KINDS } from '@keyledger/domain';
import type { Caller as GrpcCaller } from '@keyledger/grpc';
import type * as wire from '@keyledger/proto';
import type { Caller } from '../application/caller.ts';
import type { WaitFor } from '../application/effects.ts';
import type { CreateKeyInput } from '../application/key-input.ts';
import type { MemberInput } from '../application/member-commands.ts';
import type { CreateOrganizationInput } from '../application/organization-commands.ts';
import type { CreateTokenInput } from '../application/token-commands.ts';
import type { CreateWebhookInput } from '../application/webhook-input.ts';
import { LIMITS, isIdempotencyKey } from '../application/validation.ts';
import { invalid, oneOf, orNull, someOf, timeOf } from './wire-values.ts';

const DEFAULT_LIMIT = 20;
const MAX_LIMIT = 100;

/** @throws Fault `validation_failed` */
export function waitForOf(options: wire.CommandOptions__Output | null): WaitFor {
  return oneOf('options.wait_for', options?.waitFor ?? '', ['everywhere', 'ledger']) ?? 'everywhere';
}

/** @throws Fault `validation_failed` */
export function callerOf(caller: GrpcCaller, options: wire.CommandOptions__Output | null): Caller {
  const idempotencyKey = orNull(options?.idempotencyKey ?? '');
  if (idempotencyKey !== null && !isIdempotencyKey(idempotencyKey))
    throw invalid('options.idempotency_key', `at most ${String(LIMITS.idempotencyKey)} printable ASCII characters`);
  waitForOf(options);
  return { principal: caller.principal, address: caller.address, idempotencyKey, reason: options?.reason ?? '' };
}

/** How much of a list a request asks for. @throws Fault `validation_failed` */
export function pageOf(request: { readonly limit: number; readonly cursor: string }) {
  if (request.limit > MAX_LIMIT) throw invalid('limit', `1 to ${String(MAX_LIMIT)}`);
  return { limit: request.limit === 0 ? DEFAULT_LIMIT : request.limit, cursor: orNull(request.cursor) };
}

export function organizationInput(request: wire.CreateOrganizationRequest__Output): CreateOrganizationInput {
  const { name, slug, routes, environments, tier, limits, demo } = request;
  return {
    name,
    slug,
    demo,
    ...(routes === null ? {} : { routes: routes.names }),
    ...(environments === null ? {} : { environments: environments.names }),
    ...(tier === '' ? {} : { tier }),
    ...(limits === null ? {} : { limits }),
  };
}

function changedLimits({
  limits,
  limitsRemoved,
}: wire.UpdateKeyRequest__Output | wire.UpdateOrganizationRequest__Output): Pick<KeyChanges, 'limits'> {
  if (limits !== null && limitsRemoved) throw invalid('limits_removed', 'not together with limits');
  if (limitsRemoved) return { limits: null };
  return limits === null ? {} : { limits };
}

export function organizationChanges(request: wire.UpdateOrganizationRequest__Output): OrganizationChanges {
  const { name, routes, environments, tier, demo } = request;
  return {
    ...(name === undefined ? {} : { name }),
    ...(routes === null ? {} : { routes: routes.names }),
    ...(environments === null ? {} : { environments: environments.names }),
    ...(tier === undefined ? {} : { tier }),
    ...changedLimits(request),
    ...(demo === undefined ? {} : { demo }),
  };
}

export function keyInput(request: wire.CreateKeyRequest__Output): CreateKeyInput {
  const { name, scopes, restrictions, metadata } = request;
  const kind = oneOf('kind', request.kind, ['secret', 'public']);
  const holder = oneOf('holder', request.holder, ['organization', 'user']);
  return {
    name,
    scopes,
    metadata,
    ...(kind === undefined ? {} : { kind }),
    ...(holder === undefined ? {} : { holder }),
    ...(request.environment === '' ? {} : { environment: request.environment }),
    ...(restrictions === null ? {} : { restrictions: { ips: restrictions.ips, origins: restrictions.origins } }),
    ...(request.tier === '' ? {} : { tier: request.tier }),
    ...(request.limits === null ? {} : { limits: request.limits }),
    ...(request.expiresAt === null ? {} : { expiresAt: timeOf('expires_at', request.expiresAt) }),
  };
}

export function keyChanges(request: wire.UpdateKeyRequest__Output): KeyChanges {
  const { name, scopes, restrictions, tier, metadata, expiresAt, expiresNever } = request;
  if (expiresAt !== null && expiresNever) throw invalid('expires_never', 'not together with expires_at');
  return {
    ...(name === undefined ? {} : { name }),
    ...(scopes === null ? {} : { scopes: scopes.names }),
    ...(restrictions === null ? {} : { restrictions: { ips: restrictions.ips, origins: restrictions.origins } }),
    ...(tier === undefined ? {} : { tier: orNull(tier) }),
    ...changedLimits(request),
    ...(metadata === null ? {} : { metadata: metadata.entries }),
    ...(expiresAt === null ? {} : { expiresAt: timeOf('expires_at', expiresAt) }),
    ...(expiresNever ? { expiresAt: null } : {}),
  };
}

export function memberInput({ subject, role }: wire.PutMemberRequest__Output): MemberInput {
  return { subject, role: roleOf(role) };
}

export function tokenInput({ name, role, expiresAt }: wire.CreateTokenRequest__Output): CreateTokenInput {
  return {
    name,
    role: roleOf(role),
    ...(expiresAt === null ? {} : { expiresAt: timeOf('expires_at', expiresAt) }),
  };
}

export function webhookInput({ url, kinds, description }: wire.CreateWebhookRequest__Output): CreateWebhookInput {
  const kindOf = (name: string, index: number) => someOf(`kinds[${String(index)}]`, name, WEBHOOK_KINDS);
  return {
    url,
    ...(kinds === null ? {} : { kinds: kinds.names.map(kindOf) }),
    ...(description === '' ? {} : { description }),
  };
}

const roleOf = (text: string): Role => someOf('role', text, ROLES);
