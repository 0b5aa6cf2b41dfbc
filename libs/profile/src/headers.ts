import type { Path, Report } from './problem.ts';

/** In lower case, as they are compared. */
export function lowerCase<T extends readonly string[]>(names: T, path: Path, report: Report): T {
  const lower = names.map((name) => name.toLowerCase());
  for (const [index, name] of lower.entries()) {
    if (lower.indexOf(name) !== index) report([...path, index], 'must not be there twice, whatever its case');
  }
  return lower as readonly string[] as T;
}

/** They frame the message itself, or say who the caller is: nothing that a profile may decide. */
const NOT_FORWARDED =
  /^(host|content-length|connection|keep-alive|transfer-encoding|te|trailer|upgrade|expect|authorization|x-key-(id|kind|environment|scopes)|x-organization-id|x-request-id)$/;

/** What the upstream is told with every request, by names in lower case. */
export function forwardOf(forward: Readonly<Record<string, string>>, report: Report): Readonly<Record<string, string>> {
  const names = Object.keys(forward);
  const lower = names.map((name) => name.toLowerCase());
  for (const [index, name] of lower.entries()) {
    const path = ['forward', names[index] ?? name];
    if (lower.indexOf(name) !== index) report(path, 'must not be there twice, whatever its case', 'name');
    if (NOT_FORWARDED.test(name)) report(path, 'must not be a header that the node writes itself', 'name');
  }
  return Object.fromEntries(Object.entries(forward).map(([name, text]) => [name.toLowerCase(), text]));
}
