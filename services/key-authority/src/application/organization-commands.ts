import { randomBytes } from 'node:crypto';
import type { Directory } from '@keyledger/directory';
import {
  type Aggregate,
  ID_RANDOM_BYTES,
  type OrganizationChanges,
  type OrganizationCommand,
  type OrganizationCreated,
  type Profile,
  type RateLimit,
  decideOrganization,
  makeOrganizationId,
  touchesAuthority,
} from '@keyledger/domain';
import { type Clock, Fault } from '@keyledger/ports';
import { demand } from '../access/permissions.ts';
import type { CommandLog, Decide, Outcome } from '../ledger/command-log.ts';
import { type Caller, attemptBy, identify } from './caller.ts';
import { findOrganization } from './find-organization.ts';
import { Problems } from './validation.ts';

/** What a create may say; what is left out is the default of interfaces.md. */
export interface CreateOrganizationInput {
  readonly name: string;
  readonly slug: string;
  readonly routes?: readonly string[];
  readonly environments?: readonly string[];
  readonly tier?: string;
  readonly limits?: RateLimit | null;
  readonly demo?: boolean;
}

export interface OrganizationCommandsOptions {
  readonly directory: Directory;
  readonly log: CommandLog;
  readonly clock: Clock;
  readonly profile: () => Profile;
  /** The process's own: the default of a new organization. */
  readonly environment: string;
}

/** Organizations: every command, for every way in. */
export class OrganizationCommands {
  readonly #options: OrganizationCommandsOptions;

  constructor(options: OrganizationCommandsOptions) {
    this.#options = options;
  }

  async create(caller: Caller, input: CreateOrganizationInput): Promise<Outcome> {
    demand(caller.principal, 'organizations.create');
    const { directory, log, clock, profile, environment } = this.#options;
    const {
      name,
      slug,
      routes = ['*'],
      environments = [environment],
      tier = profile().tiers[0].name,
      limits = null,
      demo = false,
    } = input;
    const said = { name, slug, routes, environments, tier, limits, demo };
    const event: OrganizationCreated = { type: 'organization.created', ...said };
    // What is left out is the same command as its default said, by every way in; each process has its own of the others.
    const identity = identify(caller, 'POST /v1/organizations', { ...input, limits, demo });
    const now = clock.wall();
    const id = makeOrganizationId(now, randomBytes(ID_RANDOM_BYTES));
    return log.execute(id, identity, () => {
      const problems = checkChanges(event, tier, profile());
      problems.slug('slug', slug);
      problems.reason(caller.reason);
      problems.assertNone();
      if (directory.isSlugTaken(slug)) throw slugTaken(slug);
      return attemptBy(caller, identity, id, 0, event, now);
    });
  }

  /** @param version what the change was made against (`If-Match`); null: whatever it is now */
  update(caller: Caller, id: string, version: number | null, changes: OrganizationChanges): Promise<Outcome> {
    return this.#change(caller, id, `PATCH /v1/organizations/${id}`, { type: 'update', changes }, version);
  }

  pause(caller: Caller, id: string): Promise<Outcome> {
    return this.#change(caller, id, `POST /v1/organizations/${id}/pause`, { type: 'pause' }, null);
  }

  resume(caller: Caller, id: string): Promise<Outcome> {
    return this.#change(caller, id, `POST /v1/organizations/${id}/resume`, { type: 'resume' }, null);
  }

  async #change(
    caller: Caller,
    id: string,
    operation: string,
    command: OrganizationCommand,
    version: number | null,
  ): Promise<Outcome> {
    demand(caller.principal, 'organizations.manage');
    const identity = identify(caller, operation, { command, version, reason: caller.reason });
    const decide: Decide = () => {
      const organization = findOrganization(this.#options.directory, caller.principal, id);
      assertVersion(organization, version);
      const changes = command.type === 'update' ? command.changes : {};
      const problems = checkChanges(changes, organization.state.tier, this.#options.profile());
      problems.reason(caller.reason);
      problems.assertNone();
      const decision = decideOrganization(organization.state, command);
      if (decision.kind !== 'append') return null;
      return attemptBy(caller, identity, id, organization.version, decision.event, this.#options.clock.wall());
    };
    return this.#options.log.execute(id, identity, decide, mayNarrow(command));
  }
}

function mayNarrow(command: OrganizationCommand): boolean {
  return command.type === 'update' ? touchesAuthority(command.changes) : command.type === 'pause';
}

/** @param tierNow where the changes say none */
function checkChanges(changes: OrganizationChanges, tierNow: string, profile: Profile): Problems {
  const problems = new Problems();
  if (changes.name !== undefined) problems.name('name', changes.name);
  if (changes.routes !== undefined) problems.routes('routes', changes.routes, profile);
  if (changes.environments !== undefined) problems.environments('environments', changes.environments, profile);
  if (changes.tier !== undefined) problems.tier('tier', changes.tier, profile);
  const { limits = null, tier = tierNow } = changes;
  if (limits !== null) problems.limits(limits, tier, profile);
  return problems;
}

function assertVersion({ version }: Aggregate, expected: number | null): void {
  if (expected === null || expected === version) return;
  throw new Fault('version_mismatch', `The organization has changed since: its version is now ${String(version)}.`);
}

function slugTaken(slug: string): Fault {
  const errors = [{ field: 'slug', message: 'a slug that no other organization has' }];
  return new Fault('slug_taken', `The slug ${slug} is taken.`, { errors });
}
