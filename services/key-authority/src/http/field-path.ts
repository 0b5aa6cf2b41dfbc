const SHOWN_NAME = 40;

/** A name from a request: short enough that no key or token can be read in it. */
const shownName = (name: string): string => (name.length <= SHOWN_NAME ? name : `${name.slice(0, 12)}…`);

/**
 * A JSON pointer as people write it: `/restrictions/ips/2` is `restrictions.ips[2]`.
 * @param data what the pointer points into: tells an index from a name
 * @param last one more name behind the pointer
 */
export function fieldPath(pointer: string, data: unknown, last?: string): string {
  let path = '';
  let at = data;
  const segments = pointer
    .split('/')
    .slice(1)
    .map((each) => each.replaceAll('~1', '/').replaceAll('~0', '~'));
  for (const segment of last === undefined ? segments : [...segments, last]) {
    if (Array.isArray(at)) path += `[${segment}]`;
    else path += path === '' ? shownName(segment) : `.${shownName(segment)}`;
    at = typeof at === 'object' && at !== null ? (at as Record<string, unknown>)[segment] : undefined;
  }
  return path;
}
