import { Fault } from '@keyledger/ports';

/** How much of a list is asked for, and from where. */
export interface PageQuery {
  /** How many items at most, at least 1. */
  readonly limit: number;
  /** The `nextCursor` of the page before; null or absent: the first page. */
  readonly cursor?: string | null;
}

/** One page, newest first. */
export interface Page<Item> {
  readonly items: readonly Item[];
  /** Opaque; null: there is no more. */
  readonly nextCursor: string | null;
}

/** Sorts behind every id, as an id is lower-case letters, digits and `_`. */
const BEHIND_EVERY_ID = '~';
const ID = /^[a-z]+_[0-9a-z]+$/;
const NUMBER = /^[0-9]{1,16}$/;
const NOTICE = /^([0-9]{1,16})-(key_[0-9a-z]+)-(key\.[a-z_]+)$/;
const ROW = /^[0-9]{1,16}-[0-9]{1,16}$/;

function decode(cursor: string, shape: RegExp): string {
  const text = Buffer.from(cursor, 'base64url').toString('latin1');
  if (shape.test(text) && encode(text) === cursor) return text;
  const errors = [{ field: 'cursor', message: 'must be the next_cursor of an earlier answer' }];
  throw new Fault('validation_failed', 'The request has invalid fields.', { errors });
}

const encode = (text: string): string => Buffer.from(text, 'latin1').toString('base64url');

/** The id that a page ends before. @throws Fault `validation_failed` */
export const idBefore = (cursor: string | null | undefined): string =>
  cursor == null ? BEHIND_EVERY_ID : decode(cursor, ID);

/** The position that a page ends before. @throws Fault `validation_failed` */
export const positionBefore = (cursor: string | null | undefined): number =>
  cursor == null ? Number.MAX_SAFE_INTEGER : Number(decode(cursor, NUMBER));

/** The minute and row that a page of a minute's rows ends before. @throws Fault `validation_failed` */
export function rowBefore(cursor: string | null | undefined): { readonly minute: number; readonly id: number } {
  if (cursor == null) return { minute: Number.MAX_SAFE_INTEGER, id: Number.MAX_SAFE_INTEGER };
  const [minute, id] = decode(cursor, ROW).split('-').map(Number);
  return { minute: minute ?? 0, id: id ?? 0 };
}

/** The notice that a page ends before; without a cursor, those of `now` are the first. @throws Fault `validation_failed` */
export function noticeBefore(cursor: string | null | undefined, now: number) {
  if (cursor == null) return { since: now, key_id: BEHIND_EVERY_ID, kind: '' };
  const [, since, key_id = '', kind = ''] = NOTICE.exec(decode(cursor, NOTICE)) ?? [];
  return { since: Number(since), key_id, kind };
}

/** A page of rows that were asked for with one more than `limit`, which tells whether there is a next page. */
export function pageOf<Row, Item>(
  rows: readonly Row[],
  limit: number,
  cursorOf: (row: Row) => string | number,
  toItem: (row: Row) => Item,
): Page<Item> {
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  const nextCursor = rows.length > limit && last !== undefined ? encode(String(cursorOf(last))) : null;
  return { items: shown.map(toItem), nextCursor };
}
