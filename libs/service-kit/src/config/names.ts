export const PREFIX = 'KEYLEDGER_';
const FILE_SUFFIX = '_FILE';

/** The name of a setting in a file. */
export const fileKey = (name: string): string => name.slice(PREFIX.length).toLowerCase();

/** The setting that a key in a file means. */
export const nameOfKey = (key: string): string => PREFIX + key.toUpperCase();

/** The variable that names the file which holds a secret. */
export const secretFileName = (name: string): string => name + FILE_SUFFIX;

/** Every variable that a setting may be given by. */
export const namesOf = ({ name, secret }: { readonly name: string; readonly secret: boolean }): readonly string[] =>
  secret ? [name, secretFileName(name)] : [name];

/** Variables that Kubernetes sets in every container for each service of its namespace. */
const SERVICE_LINK = /_SERVICE_(HOST|PORT(_[A-Z0-9_]+)?)$|_PORT_[0-9]+_(TCP|UDP|SCTP)(_(PROTO|PORT|ADDR))?$/;
const SERVICE_LINK_PORT = /^(tcp|udp|sctp):\/\//;

/** Whether the variable was put there by an orchestrator and not by a person. */
export function isServiceLink(name: string, value: string): boolean {
  return SERVICE_LINK.test(name) || (name.endsWith('_PORT') && SERVICE_LINK_PORT.test(value));
}

/** How many characters must be added, removed or replaced to make one text of the other (Levenshtein). */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (const [i, left] of a.split('').entries()) {
    const next = [i + 1];
    for (const [j, right] of b.split('').entries()) {
      const replaced = (row[j] ?? 0) + (left === right ? 0 : 1);
      next.push(Math.min(replaced, (row[j + 1] ?? 0) + 1, (next[j] ?? 0) + 1));
    }
    row = next;
  }
  return row.at(-1) ?? 0;
}

/** The known name that was most likely meant; null where none is near. */
export function nearest(name: string, known: Iterable<string>): string | null {
  let best: string | null = null;
  let least = Math.ceil(name.length / 3) + 1;
  for (const candidate of known) {
    const steps = distance(name, candidate);
    if (steps < least) [best, least] = [candidate, steps];
  }
  return best;
}
