import type { PageQuery } from '@keyledger/catalogue';

export const DEFAULT_LIMIT = 20;

/** How much of a list a query asks for. */
export function pageQuery({ limit, cursor }: { readonly limit?: number; readonly cursor?: string }): PageQuery {
  return { limit: limit ?? DEFAULT_LIMIT, cursor: cursor ?? null };
}
