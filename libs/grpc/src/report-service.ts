import type { sendUnaryData, ServerReadableStream } from '@grpc/grpc-js';
import type { HolderProof, Principal } from '@keyledger/ports';
import type { ReportAppliedRequest__Output as ReportAppliedRequest, ReportAppliedResponse } from '@keyledger/proto';
import { type HolderReport, reportFromWire } from './barrier-wire.ts';
import { callerOf } from './caller.ts';
import { type ServiceContext, greet } from './service.ts';
import { statusOf } from './status.ts';

/** Takes what lease holders say of themselves. */
export interface Reports {
  /**
   * Of a holder that has proved that it is this one; from which stream does not matter.
   * @throws Fault, which ends the stream
   */
  report(proof: HolderProof, principal: Principal, report: HolderReport): void;
}

/**
 * One holder's reports, until it has said its last one or the server stops: an answer without a failure either way,
 * and the holder goes on elsewhere.
 */
export function serveReports(
  call: ServerReadableStream<ReportAppliedRequest, ReportAppliedResponse>,
  respond: sendUnaryData<ReportAppliedResponse>,
  { stopping, logger }: ServiceContext,
  reports: Reports,
): void {
  const { principal } = callerOf(call.metadata);
  const over = new AbortController();
  const end = (error?: unknown): void => {
    if (over.signal.aborted) return;
    over.abort();
    call.pause();
    if (error === undefined) respond(null, {});
    else respond(statusOf(error, logger, call.getPath()));
  };
  call.on('data', (message: ReportAppliedRequest) => {
    if (over.signal.aborted) return;
    try {
      const { proof, report } = reportFromWire(message);
      reports.report(proof, principal, report);
    } catch (error) {
      end(error);
    }
  });
  call.on('end', () => end());
  call.on('cancelled', () => over.abort());
  stopping.addEventListener('abort', () => end(), { signal: over.signal });
  greet(call);
  if (stopping.aborted) end();
}
