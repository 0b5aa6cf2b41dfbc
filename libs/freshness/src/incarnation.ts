import { createHash, randomBytes } from 'node:crypto';
import type { Incarnation } from '@keyledger/domain';
import type { HolderProof } from '@keyledger/ports';

const PROOF_BYTES = 32;
const INCARNATION_DIGITS = 32;

/** For one life of a holder. */
export const newProof = (): HolderProof => randomBytes(PROOF_BYTES).toString('hex') as HolderProof;

/** How the log names the life whose secret this is. */
export function incarnationOf(proof: HolderProof): Incarnation {
  const digest = createHash('sha256').update(Buffer.from(proof, 'hex')).digest('hex');
  return digest.slice(0, INCARNATION_DIGITS) as Incarnation;
}
