import type { Attempt } from '@keyledger/domain';

/*
 * What a run says of itself, one JSON object a line. All times are milliseconds of one true time line: the engine's in a
 * simulation, the monotonic clock of the machine that drives a real run. Records may come in any order.
 */

/** One question whether a key may do something, and its answer. */
export interface VerifyRecord {
  readonly kind: 'verify';
  /** Who answered: a node or an authority. */
  readonly process: string;
  readonly start: number;
  readonly end: number;
  /** The name of the secret: never the secret. A {@link SecretRecord} says where it was made; none: nowhere. */
  readonly secret: string;
  /** Empty: accepted. A reason code, or the code of a fault, which is never wrong (`digest_key_unavailable`). */
  readonly answer: string;
  /** The least and the greatest that the wall clock of `process` showed from `start` to `end`. */
  readonly wall: readonly [number, number];
  readonly scopes?: readonly string[];
  readonly route?: string;
  /** The position that was asked for (`X-Keyledger-At-Least`). */
  readonly atLeast?: number;
}

/** One try of a command. Tries that carry the same idempotency key have the same `command`. */
export interface CommandRecord {
  readonly kind: 'command';
  /** Who was asked. */
  readonly process: string;
  readonly start: number;
  readonly end: number;
  /** The command id, as in the attempt. */
  readonly command: string;
  readonly verb: CommandVerb;
  /** What it is about; a create's is what was made. Empty: not known. */
  readonly aggregate: string;
  /**
   * `done`: answered as done. `refused`: by the rules, nothing was and will be written. `failed`: certainly nothing was
   * written by this try (`ledger_unavailable`). `unknown`: it may take effect at any time, or never.
   */
  readonly outcome: 'done' | 'refused' | 'failed' | 'unknown';
  /** The fault's code; empty where it is done. */
  readonly code: string;
  /** Only of what is done. */
  readonly position?: number;
  readonly applied?: 'everywhere' | 'ledger';
  /** Counted from `end`. Left out where the answer says nothing of it. */
  readonly effectiveWithinMs?: number;
}

export type CommandVerb =
  | 'create-organization'
  | 'create-key'
  | 'update'
  | 'rotate'
  | 'finish-rotation'
  | 'pause'
  | 'resume'
  | 'revoke'
  | 'end-secret'
  | 'other';

/** A secret that a client was shown. */
export interface SecretRecord {
  readonly kind: 'secret';
  readonly secret: string;
  /** The position of the attempt that made it. */
  readonly position: number;
}

/** An attempt as it stands in the ledger. The history has all of them, once or, of each reader, once more. */
export interface AttemptRecord {
  readonly kind: 'attempt';
  readonly position: number;
  readonly attempt: Attempt;
  /** Who read it, and what its fold made of it: the version that it made, null for void. Left out: only what stands there. */
  readonly process?: string;
  readonly version?: number | null;
  /** When it was read; for people. */
  readonly at?: number;
}

/** A hash over the whole state of one reader. */
export interface StateRecord {
  readonly kind: 'state';
  readonly process: string;
  readonly position: number;
  readonly hash: string;
}

/** For people alone: faults and what else explains a history. */
export interface NoteRecord {
  readonly kind: 'note';
  readonly at: number;
  readonly text: string;
}

export type HistoryRecord = VerifyRecord | CommandRecord | SecretRecord | AttemptRecord | StateRecord | NoteRecord;

export const parseHistory = (text: string): HistoryRecord[] =>
  text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as HistoryRecord);

export const formatHistory = (records: readonly HistoryRecord[]): string =>
  records.map((record) => `${JSON.stringify(record)}\n`).join('');

/** What must never be. */
export interface Violation {
  readonly rule: Rule;
  /** In words, with all that is needed to find it again. */
  readonly text: string;
  /** The aggregates it is about, for whoever shows what happened to them. */
  readonly aggregates: readonly string[];
  /** The end of the answer that shows it, where one does. */
  readonly at?: number;
}

export type Rule =
  /** Accepted, though it was ended before a position that was promised to be in force everywhere. */
  | 'late-accept'
  /** The same after `effective_within_ms`, by an answer that did not say `everywhere`. */
  | 'effective-by-broken'
  /** Accepted, though it had ended by the wall clock of the process itself. */
  | 'expired-accept'
  /** Accepted, and no state of the ledger ever allowed it. */
  | 'unfounded-accept'
  /** Refused, and no state of the ledger that is new enough refuses it. */
  | 'unfounded-refusal'
  /** Two readers stood at the same position with different states. */
  | 'state-differs'
  /** Two readers saw different attempts at a position, or came to different verdicts. */
  | 'fold-differs'
  /** A command took effect more than once. */
  | 'folded-twice'
  /** Answered as done, and the ledger does not hold it. */
  | 'done-but-lost'
  /** Answered as refused or failed, and it took effect. */
  | 'denied-but-folded'
  /** The versions of an aggregate have a gap, or one was decided against another version than it followed. */
  | 'version-gap';
