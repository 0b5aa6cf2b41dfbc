import { Fault } from '@keyledger/ports';

/** The authority has read less of the ledger than this process, and has not caught up while it was asked again. */
export class AnswerTooOld extends Fault {
  /** What it said was that there is no such key. */
  readonly isUnknown: boolean;

  constructor(isUnknown: boolean) {
    super('digest_key_unavailable', 'API-key verification is temporarily unavailable.', {
      internal: 'the authority has read less of the ledger than this process',
    });
    this.isUnknown = isUnknown;
  }
}
