import type { LedgerPosition } from '@keyledger/domain';
import { Fault, type Verifier, isFault } from '@keyledger/ports';
import {
  type BatchVerifyRequest__Output as BatchVerifyRequest,
  type BatchVerifyResponse,
  type VerifierHandlers,
  type VerifyRequest__Output as VerifyRequest,
  type VerifyResponse,
  verifierDefinition,
} from '@keyledger/proto';
import { type GrpcService, type ServiceContext, unary } from './service.ts';
import { faultReasonToWire, verificationToWire } from './verification-wire.ts';
import { type AskedRequest, verifyRequestsFromWire } from './verify-request-wire.ts';
import { serveVerifyStream } from './verify-stream-service.ts';

export interface VerifierServiceOptions {
  readonly verifier: Verifier;
  /** The ledger that the verifier's positions belong to. */
  readonly ledgerId: () => string;
  /**
   * Resolves when the verifier answers from a state at least this new.
   * @throws Fault `not_caught_up`. Absent: nothing is waited for.
   */
  readonly waitFor?: (position: LedgerPosition, signal: AbortSignal) => Promise<void>;
}

/** What a state that is not reached yet prevents: the whole call, whose status says so, or the answer to each. */
type Behind = 'whole' | 'each';

/** `keyledger.v1.Verifier` over the port. */
export function createVerifierService(options: VerifierServiceOptions): GrpcService {
  const implement = (context: ServiceContext): VerifierHandlers => {
    const batch = (
      requests: readonly VerifyRequest[],
      signal: AbortSignal,
      behind: Behind,
    ): Promise<VerifyResponse[]> => {
      const asked = verifyRequestsFromWire(requests, options.ledgerId, (index) => `requests[${String(index)}].`);
      return verifyAll(options, context, asked, signal, behind);
    };
    return {
      Verify: unary<VerifyRequest, VerifyResponse>(context, async (request, { signal }) => {
        const [asked] = verifyRequestsFromWire([request], options.ledgerId, () => '');
        if (asked === undefined) throw new Error('unreachable');
        return verifyOne(options, asked, signal);
      }),
      BatchVerify: unary<BatchVerifyRequest, BatchVerifyResponse>(context, async ({ requests }, { signal }) => ({
        responses: await batch(requests, signal, 'whole'),
      })),
      VerifyStream: (call) => serveVerifyStream(call, context, (requests, signal) => batch(requests, signal, 'each')),
    };
  };
  return { definition: verifierDefinition, implement };
}

async function verifyOne(
  { verifier, ledgerId, waitFor }: VerifierServiceOptions,
  { request, atLeast }: AskedRequest,
  signal: AbortSignal,
): Promise<VerifyResponse> {
  if (atLeast !== null) await waitFor?.(atLeast, signal);
  const verification = await verifier.verify(request, { signal });
  // The answer itself is the proof, whatever was waited for.
  if (atLeast !== null && verification.position < atLeast) throw notCaughtUp();
  return verificationToWire(verification, ledgerId());
}

/** One answer for each request; what prevents one of them is its own answer, never the others'. */
function verifyAll(
  options: VerifierServiceOptions,
  { logger }: ServiceContext,
  asked: readonly AskedRequest[],
  signal: AbortSignal,
  behind: Behind,
): Promise<VerifyResponse[]> {
  const refusalOf = (error: unknown): VerifyResponse => {
    if (behind === 'whole' && isFault(error, 'not_caught_up')) throw error;
    if (isFault(error, 'rate_limited')) return faultReasonToWire('rate_limited');
    if (!isFault(error)) logger.error({ error: error instanceof Error ? error.stack : undefined }, 'verify failed');
    return faultReasonToWire('digest_key_unavailable');
  };
  return Promise.all(asked.map((one) => verifyOne(options, one, signal).catch(refusalOf)));
}

const notCaughtUp = (): Fault => new Fault('not_caught_up', 'The state asked for has not been reached yet.');
