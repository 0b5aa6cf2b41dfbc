/** One bad request over HTTP, as bytes, and its documented answer. */
export interface HttpRow {
  readonly title: string;
  readonly bytes: string;
  readonly status: number;
  /** Null: the answer may have no body. */
  readonly code: string | null;
  /** The fields of `errors`, in order of the alphabet. */
  readonly fields: readonly string[];
}
