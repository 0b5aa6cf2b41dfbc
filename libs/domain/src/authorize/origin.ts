/** One allowed origin: `scheme://host[:port]`, a host may begin with `*.` for one or more labels; `*`: any or none. */
const ORIGIN_ENTRY = /^[a-z][a-z0-9+.-]*:\/\/(\*\.)?([a-z0-9_-]+(\.[a-z0-9_-]+)*|\[[0-9a-f:.]+\])(:[0-9]{1,5})?$/;
const HOST_START = '://*.';
const LABELS = /^[a-z0-9_-]+(\.[a-z0-9_-]+)*$/;

export const isOriginEntry = (text: string): boolean => text === '*' || ORIGIN_ENTRY.test(text);

function matches(entry: string, origin: string): boolean {
  const wildcard = entry.indexOf(HOST_START);
  if (wildcard === -1) return entry === origin;
  const scheme = entry.slice(0, wildcard + 3);
  const domain = entry.slice(wildcard + HOST_START.length - 1);
  if (!origin.startsWith(scheme) || !origin.endsWith(domain)) return false;
  // What is no host may end like one: `https://evil.example/.example.com`.
  return LABELS.test(origin.slice(scheme.length, -domain.length));
}

/** Whether a request's `Origin` (empty: none was sent) is one of the entries. Origins compare in lower case (RFC 6454). */
export function originAllowed(entries: readonly string[], origin: string): boolean {
  const sent = origin.toLowerCase();
  return entries.some((entry) => entry === '*' || (sent !== '' && matches(entry, sent)));
}
