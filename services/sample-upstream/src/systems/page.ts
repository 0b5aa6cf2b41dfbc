const DEFAULT_LIMIT = 20;
const MAX_LIMIT = 100;

/** A part of a list, by `limit` and `offset`; what is no whole number of them counts as not sent. */
export function page<T>(
  items: readonly T[],
  query: URLSearchParams,
  json: (item: T) => object,
): { readonly items: readonly object[]; readonly total: number; readonly limit: number; readonly offset: number } {
  const limit = Math.min(whole(query.get('limit')) ?? DEFAULT_LIMIT, MAX_LIMIT);
  const offset = whole(query.get('offset')) ?? 0;
  return { items: items.slice(offset, offset + limit).map(json), total: items.length, limit, offset };
}

const whole = (text: string | null): number | null =>
  text !== null && /^[0-9]{1,9}$/.test(text) ? Number(text) : null;
