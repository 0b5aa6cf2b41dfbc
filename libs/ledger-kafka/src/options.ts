import type { ConnectionOptions } from 'node:tls';
import type { Logger } from '@keyledger/ports';

export interface KafkaSasl {
  readonly mechanism: 'plain' | 'scram-sha-256' | 'scram-sha-512';
  readonly username: string;
  readonly password: string;
}

/** How a process that only reads reaches the ledger's topic. */
export interface KafkaFollowerOptions {
  /** `host:port` of some brokers; the others are learnt from them. */
  readonly brokers: readonly string[];
  readonly topic: string;
  /** Which of the topic's; the ledger has but 0, which is the default. */
  readonly partition?: number;
  readonly clientId: string;
  readonly ssl?: ConnectionOptions | boolean;
  readonly sasl?: KafkaSasl;
  readonly connectionTimeoutMs: number;
  /** After this long without an answer a connection is given up, and another one is opened. */
  readonly requestTimeoutMs: number;
  /** How long opening waits for brokers and topic to be there. Default 30 s. */
  readonly startTimeoutMs?: number;
  /**
   * How long the log may look shorter, or begin later, than what was asked for before it counts as lost: a leader that
   * was just elected may be behind for a moment. Begins again where it could not be looked at for longer than this (or
   * than 2.5 s, if that is more). Default 5 s.
   */
  readonly missingGraceMs?: number;
  readonly logger: Logger;
}

/** How a process that also writes reaches it. */
export interface KafkaLedgerOptions extends KafkaFollowerOptions {
  /**
   * Within this time an append is answered; `end` within a request's time-out more. Longer than that time-out, or every
   * lost answer is late.
   */
  readonly appendTimeoutMs: number;
  /** Create the topic where it is missing; it is checked in any case. */
  readonly createTopic: boolean;
}

export const DEFAULT_START_TIMEOUT_MS = 30_000;
export const DEFAULT_MISSING_GRACE_MS = 5_000;
