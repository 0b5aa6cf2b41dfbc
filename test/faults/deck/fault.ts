/** Something that goes wrong for a while. */
export interface Fault {
  /** Such as `freeze node`; what a run counts by. */
  readonly kind: string;
  /** In words, for people. */
  readonly text: string;
  readonly durationMs: number;
  /** Whom it happens to: two that happen to the same do not happen at once. */
  readonly subjects: readonly string[];
  begin(): Promise<void>;
  end(): Promise<void>;
}

export const seconds = (ms: number): string => `${(ms / 1000).toFixed(1)} s`;
