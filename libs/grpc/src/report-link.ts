import type { Client, ClientWritableStream } from '@grpc/grpc-js';
import { type ReportAppliedRequest, ledgerFeedDefinition } from '@keyledger/proto';
import { bearer } from './auth.ts';
import { type AuthorityClientOptions, openClient } from './channel.ts';
import { Endpoints } from './endpoints.ts';
import { logLost } from './log-lost.ts';

/** One stream of reports, from its opening to its end. */
interface Open {
  readonly client: Client;
  readonly stream: ClientWritableStream<ReportAppliedRequest>;
  readonly ended: Promise<unknown>;
  /** What it was given last; the stream takes it in its own time. */
  given: ReportAppliedRequest | undefined;
  taking: boolean;
}

/**
 * Reports to one authority. A stream that breaks is opened again after a rest. Only the newest report is kept: one at a
 * time is given to the stream, and what comes before it is taken replaces what came before.
 */
export class ReportLink {
  readonly #endpoint: string;
  readonly #options: AuthorityClientOptions;
  readonly #rests: Endpoints;
  #newest: ReportAppliedRequest | undefined;
  #open: Open | undefined;
  #resting: NodeJS.Timeout | undefined;
  /** Of a series of failures, the first is logged. */
  #lost = false;
  #closed = false;

  constructor(endpoint: string, options: AuthorityClientOptions) {
    this.#endpoint = endpoint;
    this.#options = options;
    this.#rests = new Endpoints([endpoint]);
  }

  tell(report: ReportAppliedRequest): void {
    if (this.#closed) return;
    this.#newest = report;
    this.#proceed();
  }

  /** Tells it where the authority is connected, and waits until it was taken, at most so long. A later `tell` begins anew. */
  async tellLast(report: ReportAppliedRequest, withinMs: number): Promise<void> {
    this.#newest = undefined;
    clearTimeout(this.#resting);
    this.#resting = undefined;
    const open = this.#open;
    this.#open = undefined;
    if (open === undefined) return;
    open.stream.write(report);
    open.stream.end();
    const late = Promise.withResolvers<void>();
    const timer = setTimeout(late.resolve, withinMs);
    await Promise.race([open.ended, late.promise]);
    clearTimeout(timer);
    letGo(open);
  }

  close(): void {
    this.#closed = true;
    this.#newest = undefined;
    clearTimeout(this.#resting);
    if (this.#open !== undefined) letGo(this.#open);
    this.#open = undefined;
  }

  #proceed(): void {
    const newest = this.#newest;
    if (newest === undefined || this.#resting !== undefined) return;
    const open = (this.#open ??= this.#connect());
    if (open === undefined || open.taking || open.given === newest) return;
    open.given = newest;
    open.taking = true;
    open.stream.write(newest, () => {
      open.taking = false;
      if (open === this.#open) this.#proceed();
    });
  }

  #connect(): Open | undefined {
    let client: Client | undefined;
    try {
      const metadata = bearer(this.#options.token);
      client = openClient(this.#endpoint, this.#options.tls);
      return this.#begin(client, metadata);
    } catch (error) {
      // Such as a token that cannot be read now.
      client?.close();
      this.#rest(error);
      return undefined;
    }
  }

  #begin(client: Client, metadata: ReturnType<typeof bearer>): Open {
    const { path, requestSerialize, responseDeserialize } = ledgerFeedDefinition.ReportApplied;
    const { promise: ended, resolve } = Promise.withResolvers<unknown>();
    const stream = client.makeClientStreamRequest(path, requestSerialize, responseDeserialize, metadata, (error) =>
      resolve(error ?? new Error('the authority ended the stream')),
    );
    const open: Open = { client, stream, ended, given: undefined, taking: false };
    // A write after the end: the callback above has said it.
    stream.on('error', () => undefined);
    stream.on('metadata', () => {
      this.#rests.worked(this.#endpoint);
      this.#lost = false;
    });
    void ended.then((error) => {
      if (open !== this.#open) return;
      this.#open = undefined;
      letGo(open);
      this.#rest(error);
    });
    return open;
  }

  #rest(error: unknown): void {
    if (!this.#lost)
      logLost(this.#options.logger, this.#endpoint, error, 'lost the stream of reports to the authority');
    this.#lost = true;
    this.#rests.failed(this.#endpoint);
    this.#resting = setTimeout(() => {
      this.#resting = undefined;
      this.#proceed();
    }, this.#rests.next().waitMs);
  }
}

function letGo({ client, stream }: Open): void {
  stream.cancel();
  client.close();
}
