import type { Brand } from './brand.ts';

/** Where a record stands in the ledger's one total order: its offset. */
export type LedgerPosition = Brand<number, 'LedgerPosition'>;

/** The position of a reader that has read nothing. */
export const BEFORE_FIRST = -1 as LedgerPosition;

export const positionAt = (offset: number): LedgerPosition => offset as LedgerPosition;
export const positionAfter = (position: LedgerPosition): LedgerPosition => (position + 1) as LedgerPosition;

/** How people and programs see a position: opaque, and bound to the ledger that it belongs to. */
export function formatPosition(ledgerId: string, position: LedgerPosition): string {
  return `${ledgerId}-${String(position)}`;
}

const POSITION = /^([0-9a-z]{1,32})-(-1|0|[1-9][0-9]{0,15})$/;

export interface ParsedPosition {
  readonly ledgerId: string;
  readonly position: LedgerPosition;
}

/** Null where the text is no position at all. */
export function parsePosition(text: string): ParsedPosition | null {
  const match = POSITION.exec(text);
  const offset = Number(match?.[2]);
  if (match === null || !Number.isSafeInteger(offset)) return null;
  return { ledgerId: match[1] ?? '', position: positionAt(offset) };
}
