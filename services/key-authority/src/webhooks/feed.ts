import { setImmediate as nextTurn } from 'node:timers/promises';
import type { NoticeRecord, OutgoingMessage, StoredOutbox } from '@keyledger/catalogue';
import type { Directory } from '@keyledger/directory';
import { NOTICE_KINDS, type OrganizationId, type WebhookState, stepOf } from '@keyledger/domain';
import type { Clock, Logger, Timers } from '@keyledger/ports';
import type { UsageRecords } from '../application/usage-records.ts';
import type { CatalogueFeed } from '../ledger/catalogue-feed.ts';
import { Rounds } from '../rounds.ts';
import { noticeId, noticePayload, securityId, securityPayload } from './messages.ts';

export interface WebhookFeedOptions {
  readonly directory: Pick<Directory, 'activeWebhooks' | 'webhook'>;
  readonly catalogue: Pick<CatalogueFeed, 'current'>;
  readonly usage: Pick<UsageRecords, 'lastUsedAt' | 'securityMinutes' | 'securityOfMinute'>;
  readonly outbox: Pick<StoredOutbox, 'unknown' | 'add' | 'room' | 'disabledIds' | 'forget' | 'webhookIds' | 'prune'>;
  /** Called when there is something new to send. */
  readonly wake: () => void;
  readonly clock: Clock;
  readonly timers: Timers;
  readonly logger: Logger;
  readonly intervalMs: number;
}

/** How many are looked at in one turn: this is the thread that keys are verified on. */
const NOTICES_A_TURN = 50;
const MINUTES_A_TURN = 20;
/** How long behind its end a minute is told: by then nodes have handed in what they counted in it. */
export const SECURITY_DELAY_MS = 30_000;
/** How far back minutes are told that were not told in time: this replica was away, or what was counted came late. */
export const SECURITY_CATCH_UP_MS = 86_400_000;
/** Of one minute; more is a flood, of which nobody reads each. */
export const MAX_SECURITY_EVENTS = 100;
const REMEMBERED_MS = 7 * 86_400_000;
const PRUNE_MS = 3_600_000;

/**
 * Goes over what holds for each organization that has a webhook, and puts on its way what was not yet said. What was said
 * is known by its id, so that nothing that is noticed late, or again, is missed or said twice.
 */
export class WebhookFeed {
  readonly #options: WebhookFeedOptions;
  readonly #rounds: Rounds;
  readonly #startedAt: number;
  #prunedAt: number;

  constructor(options: WebhookFeedOptions) {
    this.#options = options;
    this.#startedAt = options.clock.monotonic();
    this.#prunedAt = this.#startedAt;
    this.#rounds = new Rounds({ ...options, failed: 'webhooks could not be told all that is new' }, () => this.round());
  }

  start(): void {
    this.#rounds.start();
  }

  stop(): Promise<void> {
    return this.#rounds.stop();
  }

  /** @throws what of it failed first, when all else is done */
  async round(): Promise<void> {
    const { directory, outbox, clock } = this.#options;
    const failures: unknown[] = [];
    const attempt = async (work: () => Promise<void>): Promise<void> => {
      if (!this.#rounds.isStopped) await work().catch((error: unknown) => failures.push(error));
    };
    for (const id of outbox.webhookIds()) {
      if (directory.webhook(id)?.state.removed !== false) await attempt(() => outbox.forget(id));
    }
    const disabled = outbox.disabledIds();
    const active = Array.from(directory.activeWebhooks(), ({ state }) => state);
    const states = active.filter(({ id }) => !disabled.has(id));
    for (const [organizationId, webhooks] of Map.groupBy(states, (state) => state.organizationId)) {
      const noticed = webhooks.filter(({ kinds }) => kinds.some((kind) => isNotice(kind)));
      if (noticed.length > 0) await attempt(() => this.#tellNotices(organizationId, noticed));
      const watching = webhooks.filter(({ kinds }) => kinds.includes('security.events'));
      if (watching.length > 0) await attempt(() => this.#tellSecurity(organizationId, watching));
    }
    if (failures.length > 0) throw failures[0];
    // Only behind a round that has seen everything: what would still be said is known to be so.
    if (clock.monotonic() - this.#prunedAt >= PRUNE_MS) {
      this.#prunedAt = clock.monotonic();
      await outbox.prune(clock.wall() - REMEMBERED_MS);
    }
  }

  async #tellNotices(organizationId: OrganizationId, webhooks: readonly WebhookState[]): Promise<void> {
    const { catalogue, clock, outbox } = this.#options;
    const now = clock.wall();
    let cursor: string | null = null;
    do {
      const page = catalogue.current().listNotices({ organizationId, kind: null, now, limit: NOTICES_A_TURN, cursor });
      for (const webhook of webhooks) {
        const told = page.items.filter(({ kind }) => webhook.kinds.includes(kind));
        const byId = new Map(told.map((notice) => [noticeId(webhook.id, notice), notice]));
        // They wait in the list: none is left out for want of room.
        const messageOf = (notice: NoticeRecord) => ({ payload: this.#noticePayload(notice), mayBeLeftOut: false });
        await this.#put(webhook, byId, messageOf, outbox.room(webhook.id));
      }
      cursor = page.nextCursor;
      await nextTurn();
    } while (cursor !== null && !this.#rounds.isStopped);
  }

  #noticePayload(notice: NoticeRecord): string {
    return noticePayload(notice, this.#options.usage.lastUsedAt(notice.keyId));
  }

  async #tellSecurity(organizationId: OrganizationId, webhooks: readonly WebhookState[]): Promise<void> {
    const { usage, catalogue, clock } = this.#options;
    const now = clock.wall();
    // Nodes first hand in what they kept while this replica was away.
    if (clock.monotonic() - this.#startedAt < SECURITY_DELAY_MS) return;
    const from = stepOf(now - SECURITY_CATCH_UP_MS, 'minute');
    const minutes = usage.securityMinutes(organizationId, from, stepOf(now - SECURITY_DELAY_MS, 'minute'));
    await nextTurn();
    for (const webhook of minutes.length === 0 ? [] : webhooks) {
      const createdAt = catalogue.current().webhook(webhook.id)?.createdAt ?? now;
      const since = stepOf(createdAt, 'minute');
      await this.#tellMinutes(
        webhook,
        minutes.filter((minute) => minute >= since),
      );
    }
  }

  async #tellMinutes(webhook: WebhookState, minutes: readonly number[]): Promise<void> {
    const { usage } = this.#options;
    const { id, organizationId } = webhook;
    for (let at = 0; at < minutes.length && !this.#rounds.isStopped; at += MINUTES_A_TURN) {
      const byId = new Map(minutes.slice(at, at + MINUTES_A_TURN).map((minute) => [securityId(id, minute), minute]));
      const eventsOf = (minute: number) => usage.securityOfMinute(organizationId, minute, MAX_SECURITY_EVENTS);
      const messageOf = (minute: number) => ({
        ...{ payload: securityPayload(organizationId, minute, eventsOf(minute)), mayBeLeftOut: true },
      });
      await this.#put(webhook, byId, messageOf, MINUTES_A_TURN);
      await nextTurn();
    }
  }

  /** @param most how many are put; what is left is found again by the next round */
  async #put<Item>(
    { id: webhookId }: WebhookState,
    byId: ReadonlyMap<string, Item>,
    messageOf: (item: Item) => Omit<OutgoingMessage, 'id'>,
    most: number,
  ): Promise<void> {
    const { outbox, clock, wake } = this.#options;
    const unknown = byId.size === 0 ? byId : await outbox.unknown([...byId.keys()], clock.wall());
    const fresh = [...byId].filter(([id]) => unknown.has(id)).slice(0, most);
    if (fresh.length === 0) return;
    const messages = fresh.map(([id, item]) => ({ id, ...messageOf(item) }));
    await outbox.add(webhookId, messages, clock.wall());
    wake();
  }
}

const isNotice = (kind: string): boolean => NOTICE_KINDS.some((each) => each === kind);
