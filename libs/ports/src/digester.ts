import type { KeyDigest } from '@keyledger/domain';

export interface Digested {
  readonly digest: KeyDigest;
  readonly digestKeyId: string;
}

/** Turns key texts into what the ledger may hold of them. */
export interface Digester {
  /**
   * By the digest key that new keys use.
   * @throws Fault `digest_key_unavailable`
   */
  digest(text: string): Digested;
  /** By every digest key that is loaded, the active one first. */
  candidates(text: string): readonly Digested[];
  has(digestKeyId: string): boolean;
}
