import { setImmediate as nextTurn } from 'node:timers/promises';
import type { EndpointHealth, WebhookDelivery, WebhookFailure, WebhookOutbox } from '@keyledger/ports';
import type { Database } from '../database.ts';
import { GroupWrites } from '../group-writes.ts';
import { EndpointTable, type EndpointStatus } from './endpoint-table.ts';
import { MessageTable, type OutgoingMessage } from './message-table.ts';

/** More than this waits for no endpoint, but for what may not be left out: of that see {@link StoredOutbox.room}. */
export const MAX_WAITING = 1_000;
/** How often it is noted that a message that is over would still be said. */
const SEEN_EVERY_MS = 86_400_000;
/** Rows after which others get their turn: this is the thread that keys are verified on. */
const ROWS_A_TURN = 100;

/** Of all endpoints of this replica. */
export interface OutboxTotals {
  readonly waiting: number;
  readonly disabled: number;
  /** When the oldest message that waits was added, in milliseconds since the epoch; null: none waits. */
  readonly oldestAt: number | null;
}

/** What is on its way to webhooks, and the ids of what was. Every method may throw Fault `internal`, or reject with it. */
export class StoredOutbox implements WebhookOutbox {
  readonly #database: Database;
  readonly #endpoints: EndpointTable;
  readonly #messages: MessageTable;
  readonly #group: GroupWrites;

  constructor(database: Database) {
    this.#database = database;
    this.#endpoints = new EndpointTable(database);
    this.#messages = new MessageTable(database);
    this.#group = new GroupWrites(database);
  }

  due(health: EndpointHealth, now: number, except: ReadonlySet<string>, limit: number): readonly WebhookDelivery[] {
    return this.#messages.due(health, now, except, limit);
  }

  nextDue(health: EndpointHealth, except: ReadonlySet<string>): number | null {
    return this.#endpoints.nextDue(health, except);
  }

  delivered({ webhookId, messageId }: WebhookDelivery, now: number): Promise<void> {
    return this.#group.write(() => {
      this.#endpoints.delivered(webhookId, now);
      this.#messages.end(messageId, now);
      this.#endpoints.refresh(webhookId);
    });
  }

  failed({ webhookId, messageId }: WebhookDelivery, failure: WebhookFailure, now: number): Promise<void> {
    const { why, nextAt, holdUntil } = failure;
    return this.#group.write(() => {
      this.#endpoints.failed(webhookId, now, why, holdUntil, nextAt === null);
      if (nextAt === null) this.#messages.endAll(webhookId, now);
      else this.#messages.retry(messageId, nextAt);
      this.#endpoints.refresh(webhookId);
    });
  }

  /**
   * Those of these messages that were never added. That the others would still be said is noted, so that they are
   * remembered.
   */
  async unknown(ids: readonly string[], now: number): Promise<ReadonlySet<string>> {
    const known = this.#messages.known(ids);
    const old = [...known].filter(([, seenAt]) => seenAt < now - SEEN_EVERY_MS).map(([id]) => id);
    if (old.length > 0) await this.#group.write(() => this.#messages.see(old, now));
    return new Set(ids.filter((id) => !known.has(id)));
  }

  /**
   * Puts messages on their way, but for those that were added before and those to an endpoint that is disabled. Where
   * too many wait for it, the oldest of those that may be are left out.
   */
  add(webhookId: string, messages: readonly OutgoingMessage[], now: number): Promise<void> {
    return this.#group.write(() => this.#add(webhookId, messages, now));
  }

  /** The same for one message where nothing is to be left out for it. @returns whether there was room */
  addWhereRoom(webhookId: string, message: OutgoingMessage, now: number): Promise<boolean> {
    return this.#group.write(() => {
      const fits = this.room(webhookId) > 0;
      if (fits) this.#add(webhookId, [message], now);
      return fits;
    });
  }

  /** How many more messages may wait for an endpoint without that another is left out, or would be. */
  room(webhookId: string): number {
    return Math.max(0, MAX_WAITING - this.#messages.waiting(webhookId));
  }

  disabledIds(): ReadonlySet<string> {
    return new Set(this.#endpoints.disabledIds());
  }

  status(webhookId: string): EndpointStatus {
    return this.#endpoints.status(webhookId, this.#messages.waiting(webhookId));
  }

  totals(): OutboxTotals {
    return { ...this.#messages.totals(), disabled: this.#endpoints.disabledCount() };
  }

  hold(webhookId: string, until: number): Promise<void> {
    return this.#group.write(() => {
      this.#endpoints.hold(webhookId, until);
      this.#endpoints.refresh(webhookId);
    });
  }

  forget(webhookId: string): Promise<void> {
    return this.#group.write(() => {
      this.#messages.delete(webhookId);
      this.#endpoints.delete(webhookId);
    });
  }

  /** Of what anything is kept. */
  webhookIds(): readonly string[] {
    return this.#endpoints.ids();
  }

  /** Forgets messages that are over and that nobody would have said since. */
  async prune(before: number): Promise<void> {
    while (await this.#group.write(() => this.#messages.forget(before, ROWS_A_TURN))) await nextTurn();
  }

  /** Writes what waits to be written. */
  close(): void {
    this.#group.flush();
    this.#database.close();
  }

  #add(webhookId: string, messages: readonly OutgoingMessage[], now: number): void {
    this.#endpoints.ensure(webhookId);
    if (this.#endpoints.isDisabled(webhookId)) return;
    for (const message of messages) this.#messages.add(webhookId, message, now);
    const tooMany = this.#messages.waiting(webhookId) - MAX_WAITING;
    if (tooMany > 0) this.#endpoints.dropped(webhookId, this.#messages.leaveOut(webhookId, tooMany, now));
    this.#endpoints.refresh(webhookId);
  }
}
