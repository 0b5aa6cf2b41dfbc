import { type Client, type ClientDuplexStream, Metadata, type ServiceError, type status } from '@grpc/grpc-js';
import {
  type BatchVerifyRequest,
  type BatchVerifyResponse__Output as BatchVerifyResponse,
  type VerifyRequest,
  type VerifyResponse__Output as VerifyResponse,
  type VerifyStreamRequest,
  type VerifyStreamResponse__Output as VerifyStreamResponse,
  verifierDefinition,
} from '@keyledger/proto';
import { TOKEN } from './servers.ts';

export function metadataWith(authorization?: string): Metadata {
  const metadata = new Metadata();
  if (authorization !== undefined) metadata.set('authorization', authorization);
  return metadata;
}

export const AUTHORIZED = metadataWith(`Bearer ${TOKEN}`);

export interface Method<Request, Response> {
  readonly path: string;
  readonly requestSerialize: (request: Request) => Buffer;
  readonly responseDeserialize: (bytes: Buffer) => Response;
}

/** A refusal as a client sees it. */
export interface Refusal {
  readonly status: status;
  readonly details: string;
  readonly code: unknown;
  readonly errors: unknown;
}

export function refusalOf(error: ServiceError): Refusal {
  const errors = error.metadata.get('keyledger-errors')[0];
  return {
    status: error.code,
    details: error.details,
    code: error.metadata.get('keyledger-code')[0],
    errors: errors === undefined ? undefined : JSON.parse(String(errors)),
  };
}

/** The answer, or how it was refused. */
export function callUnary<Request, Response extends object>(
  client: Client,
  { path, requestSerialize, responseDeserialize }: Method<Request, Response>,
  request: Request,
  metadata: Metadata = AUTHORIZED,
): Promise<Response | Refusal> {
  return new Promise((resolve) => {
    const options = { deadline: Date.now() + 5000 };
    client.makeUnaryRequest(
      path,
      requestSerialize,
      responseDeserialize,
      request,
      metadata,
      options,
      (error, response) => {
        if (error !== null) resolve(refusalOf(error));
        else if (response !== undefined) resolve(response);
      },
    );
  });
}

export const callVerify = (client: Client, request: VerifyRequest, metadata?: Metadata) =>
  callUnary<VerifyRequest, VerifyResponse>(client, verifierDefinition.Verify, request, metadata);

export const callBatch = (client: Client, request: BatchVerifyRequest) =>
  callUnary<BatchVerifyRequest, BatchVerifyResponse>(client, verifierDefinition.BatchVerify, request);

export type VerifyStream = ClientDuplexStream<VerifyStreamRequest, VerifyStreamResponse>;

export function openVerifyStream(client: Client): VerifyStream {
  const { path, requestSerialize, responseDeserialize } = verifierDefinition.VerifyStream;
  return client.makeBidiStreamRequest(path, requestSerialize, responseDeserialize, AUTHORIZED);
}

/** All messages until the stream ends, and how it was refused, if it was. */
export function readToEnd<T>(stream: NodeJS.EventEmitter): Promise<{ messages: T[]; refusal: Refusal | null }> {
  const messages: T[] = [];
  return new Promise((resolve) => {
    stream.on('data', (message: T) => messages.push(message));
    stream.on('error', (error: ServiceError) => resolve({ messages, refusal: refusalOf(error) }));
    stream.on('end', () => resolve({ messages, refusal: null }));
  });
}
