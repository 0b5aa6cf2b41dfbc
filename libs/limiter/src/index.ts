export * from './local-limiter.ts';
export * from './outage-limiter.ts';
export * from './redis-buckets.ts';
export * from './shared-limiter.ts';
