export interface UsageRecord {
  readonly offset: number;
  readonly value: Uint8Array;
}

/** Whoever reads the topic, and keeps with what was read how far that was. */
export interface UsageReader {
  /**
   * From which offset on each partition of the topic of that id is read; one that is not named, from its start. Asked
   * anew over each connection: a topic that was deleted and made anew has another id.
   */
  from(topicId: string): Promise<ReadonlyMap<number, number>>;
  /** Resolves when they are kept: only then the next ones of that partition come. */
  take(topicId: string, partition: number, records: readonly UsageRecord[]): Promise<void>;
}
