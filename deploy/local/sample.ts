/** What a newcomer finds in a profile. */
export interface Sample {
  /** The production-like one: whose keys are served where nothing else is asked for. */
  readonly environment: string;
  /** Those of the sample organizations. */
  readonly environments: readonly string[];
  /** Of the demo key, beside what every key has. */
  readonly scopes: readonly string[];
  /** Whether a key needs a date after which it is refused. */
  readonly expires: boolean;
  /** What carries the demo key: as `Bearer` in `authorization`, bare in any other. */
  readonly header: string;
  /** Answered with 200 for the demo key; null: there is no such path for GET. */
  readonly path: string | null;
}
