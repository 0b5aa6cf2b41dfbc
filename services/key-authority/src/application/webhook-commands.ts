import { randomBytes } from 'node:crypto';
import type { Directory } from '@keyledger/directory';
import {
  type Aggregate,
  ID_RANDOM_BYTES,
  type WebhookCreated,
  type WebhookState,
  decideWebhookRemove,
  makeWebhookId,
} from '@keyledger/domain';
import type { Clock, Principal } from '@keyledger/ports';
import { signingSecret } from '@keyledger/webhooks';
import { demand } from '../access/permissions.ts';
import type { CommandLog, Decide, Outcome } from '../ledger/command-log.ts';
import { type Caller, attemptBy, identify } from './caller.ts';
import { findOrganization } from './find-organization.ts';
import { findOwned } from './find-owned.ts';
import { once } from './once.ts';
import { MAX_WEBHOOKS, demandRoom } from './room.ts';
import { checkReason } from './validation.ts';
import { type WebhookParts, refusedTest } from './webhook-deliveries.ts';
import { type CreateWebhookInput, checkNewWebhook } from './webhook-input.ts';
import type { WebhookKeys } from './webhook-secrets.ts';

export interface WebhookOutcome extends Outcome {
  /** What its messages are signed by, this once; null where a repeat is answered. */
  readonly secret: string | null;
}

export interface WebhookCommandsOptions extends WebhookParts {
  readonly directory: Directory;
  readonly log: CommandLog;
  readonly clock: Clock;
  readonly keys: WebhookKeys;
}

/** The addresses that are told what an organization should look at: create, remove and try. */
export class WebhookCommands {
  readonly #options: WebhookCommandsOptions;

  constructor(options: WebhookCommandsOptions) {
    this.#options = options;
  }

  /** @throws Fault `digest_key_unavailable` where its secret cannot be made now */
  async create(caller: Caller, organizationId: string, input: CreateWebhookInput): Promise<WebhookOutcome> {
    demand(caller.principal, 'webhooks.manage');
    const { directory, log, clock, keys, allowPrivate } = this.#options;
    const identity = identify(caller, `POST /v1/organizations/${organizationId}/webhooks`, input);
    const now = clock.wall();
    const id = makeWebhookId(now, randomBytes(ID_RANDOM_BYTES));
    const prepare = once(() => {
      const { state } = findOrganization(directory, caller.principal, organizationId);
      const webhook = checkNewWebhook(input, caller.reason, allowPrivate);
      const { id: digestKeyId, key } = keys.active();
      const event: WebhookCreated = {
        type: 'webhook.created',
        organizationId: state.id,
        ...webhook,
        digestKeyId,
      };
      return { event, secret: signingSecret(key, id) };
    });
    const outcome = await log.execute(id, identity, () => {
      const { event } = prepare();
      const count = directory.webhookCount(event.organizationId);
      demandRoom(count, MAX_WEBHOOKS, 'webhooks; remove one that is not needed');
      return attemptBy(caller, identity, id, 0, event, now);
    });
    return { ...outcome, secret: outcome.aggregateId === id ? prepare().secret : null };
  }

  async remove(caller: Caller, organizationId: string, webhookId: string): Promise<Outcome> {
    demand(caller.principal, 'webhooks.manage');
    const { log, clock } = this.#options;
    const operation = `DELETE /v1/organizations/${organizationId}/webhooks/${webhookId}`;
    const identity = identify(caller, operation, { reason: caller.reason });
    const decide: Decide = () => {
      const webhook = this.#find(caller.principal, organizationId, webhookId);
      checkReason(caller);
      const decision = decideWebhookRemove(webhook.state);
      if (decision.kind !== 'append') return null;
      return attemptBy(caller, identity, webhookId, null, decision.event, clock.wall());
    };
    return log.execute(webhookId, identity, decide);
  }

  /**
   * Has this replica send it a message, as it sends others.
   * @throws Fault `validation_failed` where it gets none, `rate_limited` where too many wait for it already
   */
  async test(principal: Principal, organizationId: string, webhookId: string): Promise<void> {
    demand(principal, 'webhooks.manage');
    const { state, blocked } = this.#find(principal, organizationId, webhookId);
    if (state.removed || blocked) throw refusedTest('The webhook was removed.');
    await this.#options.deliveries.test(state);
  }

  #find(principal: Principal, organizationId: string, webhookId: string): Aggregate<WebhookState> {
    return findOwned(principal, organizationId, this.#options.directory.webhook(webhookId), 'webhook');
  }
}
