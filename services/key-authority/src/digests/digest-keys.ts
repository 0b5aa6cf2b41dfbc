import { type KeyObject, createHmac, createSecretKey } from 'node:crypto';
import type { KeyDigest } from '@keyledger/domain';
import { type Digested, type Digester, Fault } from '@keyledger/ports';
import type { WebhookKeys } from '../application/webhook-secrets.ts';

export const MIN_DIGEST_KEY_BYTES = 32;
const DOMAIN = 'keyledger/v1/';

/** The digest keys that are loaded now, and which of them new keys use. */
export interface LoadedDigestKeys {
  readonly keys: ReadonlyMap<string, Uint8Array>;
  readonly activeId: string | null;
}

/** Digests with whatever keys are loaded at the moment of asking (security.md, "Secrets"). */
export class DigestKeys implements Digester, WebhookKeys {
  #loaded: LoadedDigestKeys = { keys: new Map(), activeId: null };
  /** The same, the active one first, as objects: from bytes, each digest would cost about ten times as much. */
  #secrets: ReadonlyMap<string, KeyObject> = new Map();

  get loaded(): LoadedDigestKeys {
    return this.#loaded;
  }

  replace(loaded: LoadedDigestKeys): void {
    const { keys, activeId } = loaded;
    const ordered = [...keys].sort(([a], [b]) => Number(b === activeId) - Number(a === activeId));
    this.#secrets = new Map(ordered.map(([id, key]) => [id, createSecretKey(key)]));
    this.#loaded = loaded;
  }

  get(digestKeyId: string): KeyObject | undefined {
    return this.#secrets.get(digestKeyId);
  }

  has(digestKeyId: string): boolean {
    return this.#loaded.keys.has(digestKeyId);
  }

  /** Null where new keys can be made, and every one that the ledger needs is loaded; else why not. */
  whyUnusable(referenced: ReadonlySet<string>): string | null {
    const { keys, activeId } = this.#loaded;
    if (activeId === null || !keys.has(activeId)) return 'the digest key for new keys is not loaded';
    const missing = [...referenced].filter((id) => !keys.has(id));
    return missing.length === 0 ? null : `digest keys not loaded: ${missing.join(', ')}`;
  }

  active(): { readonly id: string; readonly key: KeyObject } {
    const { activeId: id } = this.#loaded;
    const key = id === null ? undefined : this.#secrets.get(id);
    if (id === null || key === undefined) {
      throw new Fault('digest_key_unavailable', 'The digest key for new keys is not loaded.');
    }
    return { id, key };
  }

  digest(text: string): Digested {
    const { id, key } = this.active();
    return { digest: hmac(key, text), digestKeyId: id };
  }

  candidates(text: string): readonly Digested[] {
    return Array.from(this.#secrets, ([digestKeyId, key]) => ({ digest: hmac(key, text), digestKeyId }));
  }
}

function hmac(key: KeyObject, text: string): KeyDigest {
  return createHmac('sha256', key)
    .update(DOMAIN + text)
    .digest('hex') as KeyDigest;
}
