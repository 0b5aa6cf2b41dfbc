export * from './everywhere.ts';
export * from './holders.ts';
export * from './incarnation.ts';
export * from './lease-holder.ts';
export * from './lease.ts';
