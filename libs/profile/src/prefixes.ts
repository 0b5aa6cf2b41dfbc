import { type KeyPrefix, ORGANIZATION_CODE_LENGTH, findPrefix, isAmbiguous } from '@keyledger/domain';
import type { Report } from './problem.ts';
import type { PrefixFile, ProfileFile } from './profile-file.ts';

const TEAM = '{team}';
const PLACEHOLDER = /\{(environment|env)\}/;

interface Expanded {
  readonly prefix: KeyPrefix;
  /** Of the declaration that it comes from. */
  readonly index: number;
}

/** Every prefix, one for each environment that a declared one names. */
export function readPrefixes(file: ProfileFile, report: Report): readonly KeyPrefix[] {
  checkCodes(file, report);
  const expanded = file.keys.prefixes.flatMap((declared, index) =>
    expand(declared, index, file, report).map((prefix): Expanded => ({ prefix, index })),
  );
  reportAmbiguous(expanded, report);
  const prefixes = expanded.map(({ prefix }) => prefix);
  for (const environment of file.environments) {
    if (findPrefix({ prefixes }, 'secret', environment) === null) {
      report(['keys', 'prefixes'], `must have one for secret keys of \`${environment}\``);
    }
  }
  return prefixes;
}

function expand(declared: PrefixFile, index: number, file: ProfileFile, report: Report): KeyPrefix[] {
  const { kind, environment } = declared;
  const hasTeam = declared.text.endsWith(TEAM);
  const text = hasTeam ? declared.text.slice(0, -TEAM.length) : declared.text;
  const common = hasTeam ? { kind, codeLength: ORGANIZATION_CODE_LENGTH } : { kind };
  const placeholder = PLACEHOLDER.exec(text)?.[1];
  if (placeholder === undefined) {
    if (environment !== undefined)
      checkEnvironment(environment, ['keys', 'prefixes', index, 'environment'], file, report);
    return [{ ...common, text, environment: environment ?? null }];
  }
  if (environment !== undefined) {
    report(['keys', 'prefixes', index, 'environment'], 'must be left out where the text has a placeholder for it');
  }
  return file.environments.map((each) => {
    const written = placeholder === 'env' ? codeOf(each, index, file, report) : each;
    return { ...common, text: text.replace(PLACEHOLDER, written), environment: each };
  });
}

function codeOf(environment: string, index: number, file: ProfileFile, report: Report): string {
  const code = file.keys.environment_codes?.[environment];
  if (code !== undefined) return code;
  report(['keys', 'prefixes', index, 'text'], `needs a code of \`${environment}\` in \`environment_codes\``);
  // Not the name of any, so that nothing else is reported because of it.
  return `{${environment}}`;
}

function checkCodes(file: ProfileFile, report: Report): void {
  for (const environment of Object.keys(file.keys.environment_codes ?? {})) {
    checkEnvironment(environment, ['keys', 'environment_codes', environment], file, report, 'name');
  }
}

function checkEnvironment(
  environment: string,
  path: (string | number)[],
  { environments }: ProfileFile,
  report: Report,
  at: 'value' | 'name' = 'value',
): void {
  if (!environments.includes(environment))
    report(path, `must be one of \`environments\`: ${environments.join(', ')}`, at);
}

function reportAmbiguous(expanded: readonly Expanded[], report: Report): void {
  for (const [at, { prefix, index }] of expanded.entries()) {
    const twin = expanded.slice(0, at).find((earlier) => isAmbiguous(earlier.prefix, prefix));
    if (twin === undefined) continue;
    report(['keys', 'prefixes', index, 'text'], `makes texts that could also be of \`${twin.prefix.text}\``);
  }
}
