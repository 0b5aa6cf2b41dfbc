import { setTimeout as sleep } from 'node:timers/promises';
import { positionAfter, positionAt } from '@keyledger/domain';
import { Fault, type FollowFrom, type LedgerBatch, type LedgerFollower, isFault } from '@keyledger/ports';
import { type FollowResponse__Output as FollowResponse, ledgerFeedDefinition } from '@keyledger/proto';
import { bearer } from './auth.ts';
import { type AuthorityClientOptions, openClient } from './channel.ts';
import { Endpoints } from './endpoints.ts';
import { faultOf } from './status.ts';

/** The ledger as authorities feed it: another one is followed where one breaks, from the next position on. */
export function createFeedFollower(options: AuthorityClientOptions): LedgerFollower {
  return { follow: (from, signal) => follow(options, from, signal) };
}

async function* follow(
  options: AuthorityClientOptions,
  from: FollowFrom,
  signal: AbortSignal,
): AsyncGenerator<LedgerBatch> {
  const endpoints = new Endpoints(options.endpoints);
  // `end` is found out once: a reconnect must not jump over what came meanwhile.
  let next = from;
  while (!signal.aborted) {
    const { address, waitMs } = endpoints.next();
    if (!(await rested(waitMs, signal))) return;
    try {
      for await (const message of readFeed(options, address, next, signal)) {
        const batch = batchOf(message, next);
        if (batch === null) continue;
        if (batch.records.length > 0) endpoints.worked(address);
        next = positionAfter(batch.upTo);
        yield batch;
      }
    } catch (error) {
      const fault = faultOf(error, 'ledger_unavailable');
      // It would be no better elsewhere: all authorities read the one ledger.
      if (isFault(fault, 'ledger_corrupt')) throw fault;
      if (signal.aborted) return;
      const { code, internal, message } = fault;
      options.logger.warn({ endpoint: address, code, internal, message }, 'lost the ledger feed');
    }
    endpoints.failed(address);
  }
}

async function rested(waitMs: number, signal: AbortSignal): Promise<boolean> {
  if (waitMs > 0) await sleep(waitMs, undefined, { signal }).catch(() => undefined);
  return !signal.aborted;
}

/** The messages of one stream; ends or throws when it breaks, and lets go of it when the reader leaves. */
async function* readFeed(
  { tls, token }: AuthorityClientOptions,
  endpoint: string,
  from: FollowFrom,
  signal: AbortSignal,
): AsyncGenerator<FollowResponse> {
  const client = openClient(endpoint, tls);
  const { path, requestSerialize, responseDeserialize } = ledgerFeedDefinition.Follow;
  const request = from === 'end' ? {} : { fromPosition: from };
  const stream = client.makeServerStreamRequest(path, requestSerialize, responseDeserialize, request, bearer(token));
  // Cancelling makes the stream fail after its reader has left.
  stream.on('error', () => undefined);
  const cancel = (): void => stream.cancel();
  signal.addEventListener('abort', cancel);
  try {
    for await (const message of stream) yield message as FollowResponse;
  } finally {
    signal.removeEventListener('abort', cancel);
    stream.cancel();
    client.close();
  }
}

/**
 * Null where it says nothing new: an authority that has itself not yet read as far as we have.
 * @throws Fault `ledger_unavailable` where positions repeat, fall or pass the message's own end.
 */
function batchOf({ records, upToPosition }: FollowResponse, next: FollowFrom): LedgerBatch | null {
  let expected: number = next === 'end' ? 0 : next;
  for (const { position } of records) {
    if (!Number.isSafeInteger(position) || position < expected || position > upToPosition) throw outOfOrder();
    expected = position + 1;
  }
  if (!Number.isSafeInteger(upToPosition) || upToPosition < -1) throw outOfOrder();
  if (next !== 'end' && upToPosition < next) return null;
  const read = records.map(({ position, value }) => ({ position: positionAt(position), value }));
  return { records: read, upTo: positionAt(upToPosition) };
}

const outOfOrder = (): Fault =>
  new Fault('ledger_unavailable', 'The ledger feed is out of order.', { internal: 'positions repeat or fall' });
