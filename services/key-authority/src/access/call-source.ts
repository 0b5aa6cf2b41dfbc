/** Where a call comes from, for credentials that may not be used from everywhere. */
export interface CallSource {
  /** The client's address; empty where there is none. */
  readonly address: string;
  /** The `Origin` header; empty: none was sent. */
  readonly origin: string;
}
