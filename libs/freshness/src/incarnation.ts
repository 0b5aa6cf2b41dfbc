import { hash, randomBytes } from 'node:crypto';
import type { Incarnation } from '@keyledger/domain';
import type { HolderProof } from '@keyledger/ports';

const PROOF_BYTES = 32;
const INCARNATION_DIGITS = 32;

/** For one life of a holder. */
export const newProof = (): HolderProof => randomBytes(PROOF_BYTES).toString('hex') as HolderProof;

/** How the log names the life whose secret this is. */
export function incarnationOf(proof: HolderProof): Incarnation {
  return hash('sha256', Buffer.from(proof, 'hex')).slice(0, INCARNATION_DIGITS) as Incarnation;
}
