export * from './cache-follower.ts';
export * from './caching-verifier.ts';
export * from './grant-cache.ts';
export * from './miss-limits.ts';
