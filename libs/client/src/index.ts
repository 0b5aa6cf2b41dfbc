export { PLAIN_REQUEST, type Grant, type LeaseTerms, type ReasonCode } from '@keyledger/domain';
export type { AuthorityAccess, ClientTls } from '@keyledger/grpc';
export type { LeaseState, Logger, Verification, Verifier, VerifyRequest } from '@keyledger/ports';
export { type FreshVerifier, startFreshVerifier } from './fresh-verifier.ts';
export type { FreshVerifierObservers, FreshVerifierOptions } from './options.ts';
