import type { Page, PageQuery } from '@keyledger/catalogue';

export const DEFAULT_LIMIT = 20;

/** How much of a list a query asks for. */
export function pageQuery({ limit, cursor }: { readonly limit?: number; readonly cursor?: string }): PageQuery {
  return { limit: limit ?? DEFAULT_LIMIT, cursor: cursor ?? null };
}

/** One page of a list, as an answer has it. */
export function pageJson<Item, Json>({ items, nextCursor }: Page<Item>, itemJson: (item: Item) => Json) {
  return { items: items.map((item) => itemJson(item)), next_cursor: nextCursor };
}
