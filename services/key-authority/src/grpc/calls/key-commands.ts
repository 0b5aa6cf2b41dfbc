import { unary } from '@keyledger/grpc';
import { Fault, type Principal } from '@keyledger/ports';
import type { KeyLifecycleHandlers } from '@keyledger/proto';
import type * as wire from '@keyledger/proto';
import { demand, isEverywhere } from '../../access/permissions.ts';
import type { KeyOutcome } from '../../application/key-commands.ts';
import { DEFAULT_OVERLAP_MS } from '../../application/rotation-input.ts';
import { keyToWire } from '../lifecycle-records.ts';
import { keyChanges, keyInput } from '../lifecycle-requests.ts';
import { addressOf, durationMs } from '../wire-values.ts';
import { type LifecycleContext, command } from './call.ts';

type Handlers = Pick<
  KeyLifecycleHandlers,
  'CreateKey' | 'UpdateKey' | 'RotateKey' | 'FinishRotation' | 'PauseKey' | 'ResumeKey' | 'RevokeKey' | 'RevokeBySecret'
>;

/** The life cycle of keys. */
export function keyCommandCalls(context: LifecycleContext): Handlers {
  const { keys, views } = context.authority;
  const show = (principal: Principal, { aggregateId }: KeyOutcome) => ({
    key: keyToWire(views.key(principal, aggregateId)),
  });
  const showSecret = (principal: Principal, outcome: KeyOutcome) => ({
    ...show(principal, outcome),
    secret: outcome.secret ?? '',
  });
  const change = (verb: 'finishRotation' | 'pause' | 'resume' | 'revoke') =>
    command(context, (caller, { id }: wire.RevokeKeyRequest__Output) => keys[verb](caller, id), show);
  return {
    CreateKey: command(
      context,
      (caller, request: wire.CreateKeyRequest__Output) =>
        keys.create(caller, request.organizationId, keyInput(request)),
      showSecret,
    ),
    UpdateKey: command(
      context,
      async (caller, request: wire.UpdateKeyRequest__Output) => {
        return keys.update(caller, request.id, versionOf(request), keyChanges(request));
      },
      show,
    ),
    RotateKey: command(
      context,
      async (caller, { id, overlap }: wire.RotateKeyRequest__Output) =>
        keys.rotate(caller, id, overlap === null ? DEFAULT_OVERLAP_MS : durationMs(overlap)),
      showSecret,
    ),
    FinishRotation: change('finishRotation'),
    PauseKey: change('pause'),
    ResumeKey: change('resume'),
    RevokeKey: change('revoke'),
    RevokeBySecret: revokeBySecret(context),
  };
}

/** @throws Fault `precondition_required` */
function versionOf({ version }: wire.UpdateKeyRequest__Output): number {
  if (version !== undefined) return version;
  const errors = [{ field: 'version', message: 'the version that the change was made against' }];
  throw new Fault('precondition_required', 'The version is needed.', { errors });
}

function revokeBySecret({ service, authority }: LifecycleContext) {
  return unary(service, async (request: wire.RevokeBySecretRequest__Output, { caller }) => {
    // Possession of the secret is what entitles; the permission only keeps strangers off this port.
    demand(caller.principal, 'keys.verify');
    const address = addressOf('client_address', request.clientAddress);
    // Who may verify every key learns nothing here by time, and is told that the ledger took nothing.
    if (isEverywhere(caller.principal)) await authority.revokeBySecret.revoke(request.secret, address);
    else await authority.revokeBySecret.accept(request.secret, address);
    return {};
  });
}
