import {
  ID_RANDOM_BYTES,
  type Attempt,
  type Grant,
  type LedgerPosition,
  authorize,
  evolveGrant,
  makeKeyId,
  positionAt,
} from '@keyledger/domain';
import {
  type Barriers,
  type HolderReport,
  type Reports,
  createFeedService,
  createVerifierService,
} from '@keyledger/grpc';
import {
  type BarrierAnswer,
  type BarrierRequest,
  Fault,
  type HolderProof,
  type Verification,
  type VerifyRequest,
} from '@keyledger/ports';
import { encodeAttempt, encodeNoop } from '@keyledger/wire';
import { MemoryLedger } from '../../../grpc/test/kit/memory-ledger.ts';
import { GRANT, LEDGER_ID } from '../../../grpc/test/kit/sample.ts';
import { type RunningServer, startServer } from '../../../grpc/test/kit/servers.ts';

const OPEN_GRANT: Grant = { ...GRANT, restrictions: { ips: [], origins: [] } };

const revocation = (aggregateId: string): Attempt => ({
  commandId: 'ab'.repeat(32) as Attempt['commandId'],
  fingerprint: 'cd'.repeat(32),
  aggregateId,
  expectedVersion: null,
  occurredAt: Date.now(),
  actor: { subject: '', kind: 'system', address: '' },
  reason: '',
  event: { type: 'key.revoked' },
});

/** One ledger for all authorities of a test, and what is in it of keys: one for each secret. */
export class FakeLedger {
  readonly records = new MemoryLedger();
  readonly #grants = new Map<string, Grant>();
  id = LEDGER_ID;

  get end(): LedgerPosition {
    return positionAt(this.records.end);
  }

  create(secret: string): void {
    const keyId = makeKeyId(this.#grants.size, new Uint8Array(ID_RANDOM_BYTES));
    this.#grants.set(secret, { ...OPEN_GRANT, keyId });
    this.noop();
  }

  /** @returns where it stands */
  revoke(secret: string): LedgerPosition {
    const grant = this.grantOf(secret);
    if (grant === null) throw new Error(`there is no key ${secret}`);
    const attempt = revocation(grant.keyId);
    const revoked = evolveGrant(grant, attempt);
    if (revoked === null) throw new Error('the attempt was not accepted');
    this.#grants.set(secret, revoked);
    this.records.append(encodeAttempt(attempt));
    return this.end;
  }

  noop(): LedgerPosition {
    this.records.append(encodeNoop({ holders: [], complete: true, reports: [] }));
    return this.end;
  }

  grantOf(secret: string): Grant | null {
    return this.#grants.get(secret) ?? null;
  }
}

/** An authority that answers from the ledger of the test, unless it is told not to. */
export class FakeAuthority implements Barriers, Reports {
  readonly ledger: FakeLedger;
  /** The secrets that it was asked about. */
  readonly asked: string[] = [];
  readonly barriers: BarrierRequest[] = [];
  readonly reported: ({ readonly proof: HolderProof } & HolderReport)[] = [];
  /** What is done about barriers; otherwise they are written and answered. */
  instead: ((request: BarrierRequest) => Promise<BarrierAnswer>) | null = null;

  constructor(ledger: FakeLedger) {
    this.ledger = ledger;
  }

  start(port = 0): Promise<RunningServer> {
    const verifier = { verify: (request: VerifyRequest) => this.#verify(request) };
    const verifying = createVerifierService({ verifier, ledgerId: () => this.ledger.id });
    const feed = createFeedService({ follower: this.ledger.records, barriers: this, reports: this });
    return startServer([verifying, feed], { port });
  }

  async barrier(request: BarrierRequest): Promise<BarrierAnswer> {
    this.barriers.push(request);
    if (this.instead !== null) return this.instead(request);
    return { nonce: request.nonce, ledgerId: this.ledger.id, position: this.ledger.noop(), terms: request.terms };
  }

  report(proof: HolderProof, _principal: unknown, report: HolderReport): void {
    this.reported.push({ proof, ...report });
  }

  async #verify(request: VerifyRequest): Promise<Verification> {
    this.asked.push(request.secret);
    const grant = this.ledger.grantOf(request.secret);
    const reasonCode = grant === null ? 'invalid_key' : authorize(grant, request, 'live', Date.now());
    return { reasonCode, grant, position: this.ledger.end };
  }
}

export const noBarrier = (): Promise<never> => Promise.reject(new Fault('ledger_unavailable', 'No broker answers.'));
