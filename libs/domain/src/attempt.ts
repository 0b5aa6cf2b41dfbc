import type { LedgerEvent } from './events.ts';
import type { CommandId } from './ids.ts';

export type ActorKind = 'bootstrap' | 'token' | 'user' | 'key' | 'possession' | 'system';

/** Who caused an event. */
export interface Actor {
  readonly subject: string;
  readonly kind: ActorKind;
  /** The client's address; empty where there was none. */
  readonly address: string;
}

/** One try to change one aggregate; the fold decides whether it took effect (revocation.md, "Appending"). */
export interface Attempt {
  readonly commandId: CommandId;
  /** SHA-256 of what the command asks for, as 64 hex digits: another request under the same id differs here. */
  readonly fingerprint: string;
  readonly aggregateId: string;
  /** The version that was decided against, 0 for one that must not exist yet; null: any state but an ended one. */
  readonly expectedVersion: number | null;
  /** Milliseconds since the epoch by the writer's wall clock; orders nothing. */
  readonly occurredAt: number;
  readonly actor: Actor;
  readonly reason: string;
  readonly event: LedgerEvent;
}
