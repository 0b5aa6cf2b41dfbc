import { Client, type ClientReadableStream, Metadata, type ServiceError, credentials, status } from '@grpc/grpc-js';
import {
  keyLifecycleDefinition,
  ledgerFeedDefinition,
  usageFeedDefinition,
  verifierDefinition,
} from '@keyledger/proto';

const DEADLINE_MS = 10_000;

interface Method {
  readonly path: string;
  readonly requestStream: boolean;
  readonly responseStream: boolean;
  readonly requestSerialize: (message: never) => Buffer;
}

const METHODS = Object.fromEntries(
  [keyLifecycleDefinition, verifierDefinition, ledgerFeedDefinition, usageFeedDefinition]
    .flatMap((definition) => Object.values(definition) as unknown as Method[])
    .map((method) => [method.path, method]),
);

/** A call as bytes: a message of the method's type, or bytes that are none. */
export interface GrpcCall {
  /** Such as `Verifier/Verify`. */
  readonly method: string;
  readonly message: object | Buffer;
  /** Values of `authorization`. */
  readonly authorization: readonly string[];
  readonly metadata?: Readonly<Record<string, string>>;
}

/** How a call ended; `code` and `fields` are what our own faults carry. */
export interface GrpcEnd {
  readonly status: keyof typeof status;
  readonly code: string;
  readonly fields: readonly string[];
  /** All that the caller was told. */
  readonly text: string;
}

const bytesOf = (bytes: Buffer): Buffer => bytes;

export const openClient = (address: string): Client =>
  new Client(address, credentials.createInsecure(), { 'grpc.max_send_message_length': -1 });

export function call(
  client: Client,
  { method, message, authorization, metadata: more = {} }: GrpcCall,
): Promise<GrpcEnd> {
  const path = `/keyledger.v1.${method}`;
  const known = METHODS[path];
  const bytes = Buffer.isBuffer(message) ? message : (known?.requestSerialize(message as never) ?? Buffer.alloc(0));
  const metadata = new Metadata();
  for (const value of authorization) metadata.add('authorization', value);
  for (const [name, value] of Object.entries(more)) metadata.set(name, value);
  const options = { deadline: Date.now() + DEADLINE_MS };
  if (known?.requestStream === true) {
    const stream = client.makeBidiStreamRequest(path, bytesOf, bytesOf, metadata, options);
    stream.write(bytes);
    return endOf(stream);
  }
  if (known?.responseStream === true) {
    return endOf(client.makeServerStreamRequest(path, bytesOf, bytesOf, bytes, metadata, options));
  }
  return new Promise((resolve) => {
    client.makeUnaryRequest(path, bytesOf, bytesOf, bytes, metadata, options, (error) =>
      resolve(error === null ? ok() : ended(error)),
    );
  });
}

function endOf(stream: ClientReadableStream<Buffer>): Promise<GrpcEnd> {
  return new Promise((resolve) => {
    stream.on('data', () => undefined);
    stream.on('error', (error: ServiceError) => resolve(ended(error)));
    stream.on('end', () => resolve(ok()));
  });
}

const ok = (): GrpcEnd => ({ status: 'OK', code: '', fields: [], text: '' });

function ended({ code, details, metadata }: ServiceError): GrpcEnd {
  const text = String(metadata.get('keyledger-errors')[0] ?? '[]');
  const fields = (JSON.parse(text) as { field: string }[]).map(({ field }) => field).sort();
  const name = status[code] as keyof typeof status;
  return { status: name, code: String(metadata.get('keyledger-code')[0] ?? ''), fields, text: `${details} ${text}` };
}
