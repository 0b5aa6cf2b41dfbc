import { hash, randomBytes } from 'node:crypto';
import type { LocalDigest } from './grant-cache.ts';

/**
 * Names secrets by SHA-256 of a random key of this process and the text: a memory dump of a cache holds nothing that
 * can be presented or compared elsewhere (security.md, "Secrets").
 */
export function createLocalDigest(): (secret: string) => LocalDigest {
  const processKey = randomBytes(32).toString('base64');
  return (secret) => hash('sha256', processKey + secret, 'base64') as LocalDigest;
}
