import { type LedgerPosition, positionAt } from '@keyledger/domain';
import type { Ledger, LedgerEntry } from '@keyledger/ports';

export const entry = (text: string): LedgerEntry => ({ key: Buffer.from(text), value: Buffer.from(text) });

/** The values from a position up to another, as texts. */
export async function textsUpTo(ledger: Ledger, last: LedgerPosition, from = positionAt(0)): Promise<string[]> {
  const texts: string[] = [];
  if (last < from) return texts;
  for await (const batch of ledger.follow(from, new AbortController().signal)) {
    for (const { position, value } of batch.records) {
      if (position !== from + texts.length) throw new Error(`a gap before record ${String(position)}`);
      texts.push(Buffer.from(value).toString());
    }
    if (batch.upTo >= last) break;
  }
  return texts;
}

export const allTexts = async (ledger: Ledger): Promise<string[]> => textsUpTo(ledger, await ledger.end());
