import { createHash } from 'node:crypto';
import type { Profile } from '@keyledger/domain';
import packageJson from '../../package.json' with { type: 'json' };
import { openApiOf } from './openapi-of.ts';

/** Where a profile that has routes is described, for everybody. */
export const OPENAPI_PATH = '/openapi.json';

export interface OpenApiPage {
  readonly body: string;
  /** With its quotes (RFC 9110 section 8.8.3). */
  readonly etag: string;
}

/** Null: the profile has no routes, and the path is the upstream's. */
export function openApiPage(profile: Profile, errorDocs: string): OpenApiPage | null {
  if (profile.routes === 'any') return null;
  const body = JSON.stringify(openApiOf(profile, { version: packageJson.version, errorDocs }));
  return { body, etag: `"${createHash('sha256').update(body).digest('base64url').slice(0, 22)}"` };
}

/** By weak comparison (RFC 9110 section 13.1.2). */
export function hasCurrent({ etag }: OpenApiPage, ifNoneMatch: string | undefined): boolean {
  const tags = (ifNoneMatch ?? '').split(',').map((tag) => tag.trim().replace(/^W\//, ''));
  return tags.includes(etag) || tags.includes('*');
}
