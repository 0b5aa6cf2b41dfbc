import type { Principal } from '@keyledger/ports';
import type { KeyLifecycleHandlers } from '@keyledger/proto';
import type * as wire from '@keyledger/proto';
import type { Outcome } from '../../ledger/command-log.ts';
import { listToWire, organizationToWire } from '../lifecycle-records.ts';
import { organizationChanges, organizationInput, pageOf } from '../lifecycle-requests.ts';
import { searchOf } from '../wire-values.ts';
import { type LifecycleContext, command, history, read } from './call.ts';

type Handlers = Pick<
  KeyLifecycleHandlers,
  | 'CreateOrganization'
  | 'GetOrganization'
  | 'ListOrganizations'
  | 'UpdateOrganization'
  | 'PauseOrganization'
  | 'ResumeOrganization'
  | 'GetOrganizationHistory'
>;

export function organizationCalls(context: LifecycleContext): Handlers {
  const { organizations, queries, views } = context.authority;
  const show = (principal: Principal, { aggregateId }: Outcome) => ({
    organization: organizationToWire(views.organization(principal, aggregateId)),
  });
  const change = (verb: 'pause' | 'resume') =>
    command(context, (caller, { id }: wire.PauseOrganizationRequest__Output) => organizations[verb](caller, id), show);
  return {
    CreateOrganization: command(
      context,
      (caller, request: wire.CreateOrganizationRequest__Output) =>
        organizations.create(caller, organizationInput(request)),
      show,
    ),
    UpdateOrganization: command(
      context,
      (caller, request: wire.UpdateOrganizationRequest__Output) =>
        organizations.update(caller, request.id, request.version ?? null, organizationChanges(request)),
      show,
    ),
    PauseOrganization: change('pause'),
    ResumeOrganization: change('resume'),
    GetOrganization: read(context, (principal, { id }: wire.GetOrganizationRequest__Output) => ({
      organization: organizationToWire(queries.organization(principal, id)),
    })),
    ListOrganizations: read(context, (principal, request: wire.ListOrganizationsRequest__Output) => {
      const query = { ...pageOf(request), q: searchOf(request.q) };
      return listToWire(queries.organizations(principal, query), organizationToWire);
    }),
    GetOrganizationHistory: history(context, (principal, { id }: wire.GetOrganizationHistoryRequest__Output, page) =>
      queries.organizationHistory(principal, id, page),
    ),
  };
}
