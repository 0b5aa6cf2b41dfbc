import { Fault } from '@keyledger/ports';

/** The codes of Kafka's protocol that this package acts on; https://kafka.apache.org/protocol#protocol_error_codes */
export const KAFKA_ERROR = {
  none: 0,
  offsetOutOfRange: 1,
  corruptMessage: 2,
  unknownTopicOrPartition: 3,
  leaderNotAvailable: 5,
  notLeader: 6,
  messageTooLarge: 10,
  invalidTopic: 17,
  recordListTooLarge: 18,
  notEnoughReplicas: 19,
  topicAuthorizationFailed: 29,
  clusterAuthorizationFailed: 31,
  invalidTimestamp: 32,
  unsupportedVersion: 35,
  policyViolation: 44,
  invalidRecord: 87,
} as const;

/** A broker's answer that is an error. */
export class KafkaRefusal extends Error {
  override readonly name = 'KafkaRefusal';
  readonly errorCode: number;

  constructor(request: string, errorCode: number) {
    super(`${request} was answered with error code ${String(errorCode)}`);
    this.errorCode = errorCode;
  }
}

/** Refused before anything was written, and the same would be refused again. */
const REFUSED: ReadonlySet<number> = new Set([
  KAFKA_ERROR.corruptMessage,
  KAFKA_ERROR.messageTooLarge,
  KAFKA_ERROR.invalidTopic,
  KAFKA_ERROR.recordListTooLarge,
  KAFKA_ERROR.topicAuthorizationFailed,
  KAFKA_ERROR.clusterAuthorizationFailed,
  KAFKA_ERROR.invalidTimestamp,
  KAFKA_ERROR.unsupportedVersion,
  KAFKA_ERROR.policyViolation,
  KAFKA_ERROR.invalidRecord,
]);

/** Refused before anything was written, as long as the answer names no offset; another leader may take it. */
const NOT_NOW: ReadonlySet<number> = new Set([
  KAFKA_ERROR.unknownTopicOrPartition,
  KAFKA_ERROR.leaderNotAvailable,
  KAFKA_ERROR.notLeader,
  KAFKA_ERROR.notEnoughReplicas,
]);

export type ProduceVerdict = 'written' | 'refused' | 'not now' | 'unknown';

/**
 * What an answer to a produce says about the records. A leader that is deposed while it waits for its replicas answers
 * "not the leader" too, but with the offset at which it had written; such a record may survive. Every code that is not
 * known to be certain (a time-out, not enough replicas *after* the append, a storage error) is unknown.
 */
export function produceVerdict(errorCode: number, baseOffset: number): ProduceVerdict {
  if (errorCode === KAFKA_ERROR.none) return baseOffset >= 0 ? 'written' : 'unknown';
  if (baseOffset >= 0) return 'unknown';
  if (REFUSED.has(errorCode)) return 'refused';
  return NOT_NOW.has(errorCode) ? 'not now' : 'unknown';
}

export function unavailable(internal: string, cause?: unknown): Fault {
  return new Fault('ledger_unavailable', 'The ledger cannot be reached at the moment; nothing was written.', {
    internal: describe(internal, cause),
    cause,
  });
}

export function outcomeUnknown(internal: string, cause?: unknown): Fault {
  return new Fault('outcome_unknown', 'It is not known whether this was written; repeat it with the same key.', {
    internal: describe(internal, cause),
    cause,
  });
}

export function tooLarge(bytes: number, allowed: number): Fault {
  return new Fault('payload_too_large', 'This is larger than a ledger record may be.', {
    internal: `a record of ${String(bytes)} bytes, ${String(allowed)} are allowed`,
  });
}

export function corrupt(internal: string): Fault {
  return new Fault('ledger_corrupt', 'The ledger no longer holds what was read from it.', { internal });
}

export function unsafe(topic: string, problems: readonly string[]): Fault {
  return new Fault('ledger_unsafe', 'The ledger is not set up safely.', {
    internal: `topic ${topic}: ${problems.join('; ')}`,
  });
}

export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function describe(internal: string, cause: unknown): string {
  return cause === undefined ? internal : `${internal}: ${messageOf(cause)}`;
}
