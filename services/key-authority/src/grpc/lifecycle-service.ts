import { type CallContext, type GrpcService, type ServiceContext, unary } from '@keyledger/grpc';
import { Fault } from '@keyledger/ports';
import { type KeyLifecycleHandlers, keyLifecycleDefinition } from '@keyledger/proto';
import type * as wire from '@keyledger/proto';
import { demand, isEverywhere } from '../access/permissions.ts';
import type { Authority } from '../application/authority.ts';
import type { KeyOutcome } from '../application/key-commands.ts';
import { DEFAULT_OVERLAP_MS } from '../application/rotation-input.ts';
import type { Outcome } from '../ledger/command-log.ts';
import { appliedOf } from './applied.ts';
import { historyToWire, keyToWire, organizationToWire } from './lifecycle-records.ts';
import { callerOf, keyChanges, keyInput, organizationChanges, organizationInput } from './lifecycle-requests.ts';
import { addressOf, durationMs, invalid, oneOf, orNull, searchOf, timeOf } from './wire-values.ts';

const DEFAULT_LIMIT = 20;
const MAX_LIMIT = 100;

/** `keyledger.v1.KeyLifecycle`: the REST calls over gRPC. */
export function createLifecycleService(authority: Authority): GrpcService {
  return {
    definition: keyLifecycleDefinition,
    implement: (context): KeyLifecycleHandlers => ({
      ...organizationHandlers(authority, context),
      ...keyHandlers(authority, context),
      ...keyCommandHandlers(authority, context),
    }),
  };
}

function pageOf(request: { limit: number; cursor: string }): { limit: number; cursor: string | null } {
  if (request.limit > MAX_LIMIT) throw invalid('limit', `1 to ${String(MAX_LIMIT)}`);
  return { limit: request.limit === 0 ? DEFAULT_LIMIT : request.limit, cursor: orNull(request.cursor) };
}

interface Command {
  readonly options: wire.CommandOptions__Output | null;
}

type OrganizationHandlers = Pick<
  KeyLifecycleHandlers,
  | 'CreateOrganization'
  | 'GetOrganization'
  | 'ListOrganizations'
  | 'UpdateOrganization'
  | 'PauseOrganization'
  | 'ResumeOrganization'
>;

function organizationHandlers(authority: Authority, context: ServiceContext): OrganizationHandlers {
  const { organizations, queries, views } = authority;
  const answer = async (call: CallContext, { options }: Command, outcome: Outcome) => {
    const applied = await appliedOf(authority, call, options, outcome);
    return {
      organization: organizationToWire(views.organization(call.caller.principal, outcome.aggregateId)),
      applied,
    };
  };
  const change =
    (verb: 'pause' | 'resume') => async (request: Command & { readonly id: string }, call: CallContext) => {
      const caller = callerOf(call.caller, request.options);
      return answer(call, request, await organizations[verb](caller, request.id));
    };
  return {
    CreateOrganization: unary(context, async (request: wire.CreateOrganizationRequest__Output, call) => {
      const caller = callerOf(call.caller, request.options);
      return answer(call, request, await organizations.create(caller, organizationInput(request)));
    }),
    UpdateOrganization: unary(context, async (request: wire.UpdateOrganizationRequest__Output, call) => {
      const caller = callerOf(call.caller, request.options);
      const version = request.version ?? null;
      return answer(
        call,
        request,
        await organizations.update(caller, request.id, version, organizationChanges(request)),
      );
    }),
    PauseOrganization: unary(context, change('pause')),
    ResumeOrganization: unary(context, change('resume')),
    GetOrganization: unary(context, async ({ id }: wire.GetOrganizationRequest__Output, { caller }) => ({
      organization: organizationToWire(queries.organization(caller.principal, id)),
    })),
    ListOrganizations: unary(context, async (request: wire.ListOrganizationsRequest__Output, { caller }) => {
      const query = { ...pageOf(request), q: searchOf(request.q) };
      const { items, nextCursor } = queries.organizations(caller.principal, query);
      return { items: items.map(organizationToWire), nextCursor: nextCursor ?? '' };
    }),
  };
}

type KeyHandlers = Pick<KeyLifecycleHandlers, 'GetKey' | 'ListKeys' | 'GetKeyHistory' | 'RevokeBySecret'>;

function keyHandlers(authority: Authority, context: ServiceContext): KeyHandlers {
  const { queries } = authority;
  return {
    GetKey: unary(context, async ({ id }: wire.GetKeyRequest__Output, { caller }) => ({
      key: keyToWire(queries.key(caller.principal, id)),
    })),
    ListKeys: unary(context, async (request: wire.ListKeysRequest__Output, { caller }) => {
      const { items, nextCursor } = queries.keys(caller.principal, {
        ...pageOf(request),
        organizationId: request.organizationId,
        q: searchOf(request.q),
        state: oneOf('state', request.state, ['active', 'transition', 'paused', 'revoked']) ?? null,
        expiringBefore: request.expiringBefore === null ? null : timeOf('expiring_before', request.expiringBefore),
      });
      return { items: items.map(keyToWire), nextCursor: nextCursor ?? '' };
    }),
    GetKeyHistory: unary(context, async (request: wire.GetKeyHistoryRequest__Output, { caller }) => {
      const { items, nextCursor } = queries.keyHistory(caller.principal, request.id, pageOf(request));
      const { ledgerId } = authority.status();
      return { items: items.map((item) => historyToWire(ledgerId, item)), nextCursor: nextCursor ?? '' };
    }),
    RevokeBySecret: unary(context, async (request: wire.RevokeBySecretRequest__Output, { caller }) => {
      // Possession of the secret is what entitles; the permission only keeps strangers off this port.
      demand(caller.principal, 'keys.verify');
      const address = addressOf('client_address', request.clientAddress);
      const { revokeBySecret } = authority;
      // Who may verify every key learns nothing here by time, and is told that the ledger took nothing.
      if (isEverywhere(caller.principal)) await revokeBySecret.revoke(request.secret, address);
      else await revokeBySecret.accept(request.secret, address);
      return {};
    }),
  };
}

type KeyCommandHandlers = Pick<
  KeyLifecycleHandlers,
  'CreateKey' | 'UpdateKey' | 'RotateKey' | 'FinishRotation' | 'PauseKey' | 'ResumeKey' | 'RevokeKey'
>;

function keyCommandHandlers(authority: Authority, context: ServiceContext): KeyCommandHandlers {
  const { keys, views } = authority;
  const answer = async (call: CallContext, { options }: Command, outcome: KeyOutcome) => {
    const applied = await appliedOf(authority, call, options, outcome);
    return { key: keyToWire(views.key(call.caller.principal, outcome.aggregateId)), applied };
  };
  const change =
    (verb: 'finishRotation' | 'pause' | 'resume' | 'revoke') =>
    async (request: Command & { readonly id: string }, call: CallContext) => {
      const caller = callerOf(call.caller, request.options);
      return answer(call, request, await keys[verb](caller, request.id));
    };
  return {
    CreateKey: unary(context, async (request: wire.CreateKeyRequest__Output, call) => {
      const caller = callerOf(call.caller, request.options);
      const outcome = await keys.create(caller, request.organizationId, keyInput(request));
      return { ...(await answer(call, request, outcome)), secret: outcome.secret ?? '' };
    }),
    UpdateKey: unary(context, async (request: wire.UpdateKeyRequest__Output, call) => {
      const caller = callerOf(call.caller, request.options);
      if (request.version === undefined) throw new Fault('precondition_required', 'The version is needed.');
      return answer(call, request, await keys.update(caller, request.id, request.version, keyChanges(request)));
    }),
    RotateKey: unary(context, async (request: wire.RotateKeyRequest__Output, call) => {
      const caller = callerOf(call.caller, request.options);
      const overlapMs = request.overlap === null ? DEFAULT_OVERLAP_MS : durationMs(request.overlap);
      const outcome = await keys.rotate(caller, request.id, overlapMs);
      return { ...(await answer(call, request, outcome)), secret: outcome.secret ?? '' };
    }),
    FinishRotation: unary(context, change('finishRotation')),
    PauseKey: unary(context, change('pause')),
    ResumeKey: unary(context, change('resume')),
    RevokeKey: unary(context, change('revoke')),
  };
}
