import type { AggregateState, KeyId, KeySecret, KeyState } from '@keyledger/domain';
import type { ForgottenSecret } from './checkpoint/ledger-mark.ts';

/** Finds keys by the digest of every secret that there ever was. */
export class Secrets {
  readonly #keyOfDigest = new Map<string, KeyId>();
  readonly #forgotten: ForgottenSecret[] = [];
  readonly #digestKeyIds = new Set<string>();

  get digestKeyIds(): ReadonlySet<string> {
    return this.#digestKeyIds;
  }

  /** Those that their key does not remember any more. */
  get forgotten(): readonly ForgottenSecret[] {
    return this.#forgotten;
  }

  keyOf(digest: string): KeyId | undefined {
    return this.#keyOfDigest.get(digest);
  }

  /** @param before undefined where the key is new */
  put(key: KeyState, before: AggregateState | undefined): void {
    this.#index(key.id, key.secrets[0]);
    const oldest = before?.type === 'key' ? before.secrets.at(-1) : undefined;
    if (oldest === undefined || oldest.digest === key.secrets.at(-1)?.digest) return;
    this.forget({ keyId: key.id, digest: oldest.digest, digestKeyId: oldest.digestKeyId });
  }

  /** Takes in a key as a checkpoint has it. */
  restore({ id, secrets }: KeyState): void {
    for (const secret of secrets) this.#index(id, secret);
  }

  forget(secret: ForgottenSecret): void {
    this.#forgotten.push(secret);
    this.#index(secret.keyId, secret);
  }

  #index(keyId: KeyId, { digest, digestKeyId }: Pick<KeySecret, 'digest' | 'digestKeyId'>): void {
    this.#keyOfDigest.set(digest, keyId);
    this.#digestKeyIds.add(digestKeyId);
  }
}
