import type { Profile } from '@keyledger/domain';
import { type Json, reference } from './json.ts';

const text = (description: string): Json => ({ description, schema: { type: 'string' } });

const always = (header: Json): Json => ({ ...header, required: true });

/** What answers carry beside their body, by the names of components. */
const HEADERS = {
  'X-Request-Id': always(text('Names the request in logs.')),
  // Not with codes that are the upstream's own.
  Link: text('The page that explains the code, with `rel="help"`.'),
  'WWW-Authenticate': text('`Bearer`, with `error` where a key was sent (RFC 6750 section 3).'),
  'Retry-After': always({
    description: 'After how many seconds to try again.',
    schema: { type: 'integer', minimum: 1 },
  }),
  'RateLimit-Policy': text('The limits of the key (draft-ietf-httpapi-ratelimit-headers).'),
  RateLimit: text('What is left of them.'),
} as const satisfies Readonly<Record<string, Json>>;

type Header = keyof typeof HEADERS;

export const headerComponents = (): Json => HEADERS;

const refer = (names: readonly Header[]): Json =>
  Object.fromEntries(names.map((name) => [name, reference('headers', name)]));

const isLimited = ({ tiers }: Profile): boolean => tiers.some(({ limit }) => limit !== null);

const limits = (profile: Profile): readonly Header[] => (isLimited(profile) ? ['RateLimit-Policy', 'RateLimit'] : []);

/** Of the answers of the service behind. */
export const forwardedHeaders = (profile: Profile): Json => refer(['X-Request-Id', ...limits(profile)]);

/** Of refusals with this status, whoever of node and upstream makes them. */
export function refusalHeaders(profile: Profile, status: number): Json {
  const names: Header[] = ['X-Request-Id', 'Link'];
  const challenges = status === 401 || status === 403;
  if (challenges) names.push('WWW-Authenticate');
  if (status === 429 || status === 503) names.push('Retry-After');
  const headers = refer([...names, ...limits(profile)]);
  return status === 401 ? { ...headers, 'WWW-Authenticate': always(HEADERS['WWW-Authenticate']) } : headers;
}
