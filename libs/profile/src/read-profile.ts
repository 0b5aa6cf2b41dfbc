import type { CorsRules, Profile } from '@keyledger/domain';
import { type FileProblem, FileRefused } from '@keyledger/ports';
import { forwardOf, lowerCase } from './headers.ts';
import { readPrefixes } from './prefixes.ts';
import type { Report } from './problem.ts';
import type { CorsFile, ProfileFile } from './profile-file.ts';
import { readRoutes } from './routes.ts';
import { fitsSchema } from './schema.ts';
import { readTiers } from './tiers.ts';
import { readYaml } from './yaml-text.ts';

/**
 * Reads a profile (docs/profiles.md).
 * @param source how the text is called in problems: a path
 * @throws FileRefused with everything that is wrong
 */
export function readProfile(text: string, source: string): Profile {
  const yaml = readYaml(text, source);
  const problems: FileProblem[] = [...yaml.problems];
  const report: Report = (path, message, at = 'value') =>
    void problems.push({ message: named(path, message), place: yaml.placeOf(path, at) });
  const { value } = yaml;
  const profile = problems.length === 0 && fitsSchema(value, report) ? toProfile(value, report) : null;
  if (profile !== null && problems.length === 0) return profile;
  problems.sort(({ place: a }, { place: b }) => a.line - b.line || a.column - b.column);
  throw new FileRefused(problems);
}

const named = (path: readonly (string | number)[], message: string): string =>
  path.length === 0 ? `the profile ${message}` : `\`${path.join('.')}\` ${message}`;

function toProfile(file: ProfileFile, report: Report): Profile {
  const { name, environments, credentials, expiry, cors, forward, errors } = file;
  return {
    name,
    environments,
    keyFormat: { prefixes: readPrefixes(file, report) },
    credentials: {
      headers: lowerCase(credentials?.headers ?? ['authorization'], ['credentials', 'headers'], report),
      keep: credentials?.keep ?? false,
    },
    scopes: scopesOf(file, report),
    tiers: readTiers(file, report),
    legacyRateLimitHeaders: file.legacy_rate_limit_headers ?? false,
    expiry: { required: expiry?.required ?? false, mutable: expiry?.mutable ?? true },
    errors: { validationStatus: errors?.validation_status ?? 400 },
    cors: cors === undefined ? null : corsOf(cors, report),
    forward: forwardOf(forward ?? {}, report),
    routes: readRoutes(file, report),
  };
}

function scopesOf({ scopes, keys }: ProfileFile, report: Report): Profile['scopes'] {
  if (scopes === 'any') return 'any';
  const hasPublicKeys = keys.prefixes.some(({ kind }) => kind === 'public');
  return Object.entries(scopes).map(([name, rule]) => {
    const scope = { name, public: rule.public ?? false, granted: rule.granted ?? false };
    if (scope.granted && !scope.public && hasPublicKeys) {
      report(['scopes', name, 'granted'], 'must come with `public: true`, as there are public keys');
    }
    return scope;
  });
}

function corsOf(cors: CorsFile, report: Report): CorsRules {
  return {
    allowHeaders: lowerCase(cors.allow_headers ?? [], ['cors', 'allow_headers'], report),
    exposeHeaders: lowerCase(cors.expose_headers ?? [], ['cors', 'expose_headers'], report),
    maxAgeSeconds: cors.max_age_seconds ?? 600,
    refuseSecretKeys: cors.refuse_secret_keys ?? false,
  };
}
