export { PLAIN_REQUEST, type Grant, type LeaseTerms, type ReasonCode } from '@keyledger/domain';
export type { LeaseState } from '@keyledger/freshness';
export type { AuthorityAccess, ClientTls } from '@keyledger/grpc';
export type { Logger, Verification, Verifier, VerifyRequest } from '@keyledger/ports';
export { type FreshVerifier, startFreshVerifier } from './fresh-verifier.ts';
export type { FreshVerifierObservers, FreshVerifierOptions } from './options.ts';
