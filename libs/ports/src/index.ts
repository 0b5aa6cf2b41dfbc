export * from './clock.ts';
export * from './digester.ts';
export * from './fault.ts';
export * from './freshness.ts';
export * from './ledger.ts';
export * from './logger.ts';
export * from './principal.ts';
export * from './verifier.ts';
