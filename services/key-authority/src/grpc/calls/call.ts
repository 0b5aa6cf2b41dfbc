import type { EventRecord, Page, PageQuery } from '@keyledger/catalogue';
import type { LedgerPosition } from '@keyledger/domain';
import { type ServiceContext, unary } from '@keyledger/grpc';
import type { Principal } from '@keyledger/ports';
import type * as wire from '@keyledger/proto';
import type { Authority } from '../../application/authority.ts';
import type { Caller } from '../../application/caller.ts';
import { positionOf } from '../../application/position.ts';
import type { Outcome } from '../../ledger/command-log.ts';
import { appliedOf } from '../applied.ts';
import { historyToWire, listToWire } from '../lifecycle-records.ts';
import { callerOf, pageOf } from '../lifecycle-requests.ts';

/** What every call of the service is answered with. */
export interface LifecycleContext {
  readonly authority: Authority;
  readonly service: ServiceContext;
  /** Resolves when this replica has applied the position. @throws Fault `not_caught_up` */
  readonly waitFor: (position: LedgerPosition) => Promise<void>;
}

interface Command {
  readonly options: wire.CommandOptions__Output | null;
}

interface Read {
  readonly atLeast: string;
}

type PageRead = Read & Parameters<typeof pageOf>[0];

/**
 * A call that changes something.
 * @param run carries it out
 * @param show what it concerned, as it is afterwards
 */
export function command<Request extends Command, Done extends Outcome, Shown extends object>(
  { authority, service }: LifecycleContext,
  run: (caller: Caller, request: Request) => Promise<Done>,
  show: (principal: Principal, outcome: Done) => Shown,
) {
  return unary(service, async (request: Request, call): Promise<Shown & { readonly applied: wire.Applied }> => {
    const caller = callerOf(call.caller, request.options);
    const outcome = await run(caller, request);
    const applied = await appliedOf(authority, call, request.options, outcome);
    return { ...show(caller.principal, outcome), applied };
  });
}

/** A call that only looks: held back until what it must have seen is applied. */
export function read<Request extends Read, Response>(
  { authority, service, waitFor }: LifecycleContext,
  answer: (principal: Principal, request: Request) => Response,
) {
  return unary(service, async (request: Request, { caller }) => {
    const { ledgerId, applied } = authority.status();
    const position = request.atLeast === '' ? applied : positionOf('at_least', request.atLeast, ledgerId);
    if (position > applied) await waitFor(position);
    return answer(caller.principal, request);
  });
}

/** What happened to something, newest first. */
export function history<Request extends PageRead>(
  context: LifecycleContext,
  find: (principal: Principal, request: Request, page: PageQuery) => Page<EventRecord>,
) {
  return read(context, (principal, request: Request) => {
    const { ledgerId } = context.authority.status();
    return listToWire(find(principal, request, pageOf(request)), (event) => historyToWire(ledgerId, event));
  });
}
