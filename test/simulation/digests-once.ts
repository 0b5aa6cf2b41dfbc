import type { Digested } from '@keyledger/ports';
import { DigestKeys } from '../../services/key-authority/src/digests/digest-keys.ts';

/** The digest key of a simulation never changes, so each text is digested once, whichever authority is asked. */
export class DigestsOnce extends DigestKeys {
  readonly #known = new Map<string, readonly Digested[]>();

  override candidates(text: string): readonly Digested[] {
    let digests = this.#known.get(text);
    if (digests === undefined) this.#known.set(text, (digests = super.candidates(text)));
    return digests;
  }
}
