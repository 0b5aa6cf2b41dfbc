import type { Network } from '../../kit/network/network.ts';
import type { Member } from '../system/member.ts';

/** What faults happen to. */
export interface TroubledSystem {
  readonly members: readonly Member[];
  readonly network: Network;
  /** The id of the broker that leads the ledger's partition. */
  leader(): Promise<number>;
  /** Resolves when this broker leads. */
  moveLeader(to: number): Promise<void>;
}
