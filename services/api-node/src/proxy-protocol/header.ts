/** What the first bytes of a connection are, as far as they have come. */
export type ProxyHeader =
  /** So far it may become one; more bytes are needed to tell. */
  | 'incomplete'
  | 'malformed'
  | {
      /** In bytes; what follows is not the header's. */
      readonly length: number;
      /** The client's address; null: the proxy speaks for itself (a health check), or does not know it. */
      readonly source: string | null;
    };
