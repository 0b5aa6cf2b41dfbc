import { type ClientHttp2Session, type IncomingHttpHeaders, constants } from 'node:http2';
import { keyLifecycleDefinition } from '@keyledger/proto';

type Definition = typeof keyLifecycleDefinition;
/** The service's methods, without the index signature that every service has. */
export type LifecycleMethod = keyof { [Name in keyof Definition as string extends Name ? never : Name]: unknown };

export interface GrpcAnswer {
  /** `0`: the call succeeded. */
  readonly status: string;
  /** The fault's code, and the fields that it names, sorted; empty where the call succeeded. */
  readonly code: string;
  readonly fields: readonly string[];
  /** The answer's message; empty where there was none. */
  readonly message: Record<string, unknown>;
}

export interface SentCall {
  cancel(): void;
  readonly answer: Promise<GrpcAnswer>;
}

const PREFIX_BYTES = 5;

/** A message as gRPC frames it: not compressed, and how long it is. */
function framed(message: Buffer): Buffer {
  const prefix = Buffer.alloc(PREFIX_BYTES);
  prefix.writeUInt32BE(message.length, 1);
  return Buffer.concat([prefix, message]);
}

function endOf(headers: IncomingHttpHeaders): Omit<GrpcAnswer, 'message'> {
  const { 'grpc-status': status = '', 'keyledger-code': code = '', 'keyledger-errors': errors = '[]' } = headers;
  const fields = (JSON.parse(String(errors)) as { field: string }[]).map(({ field }) => field);
  return { status: String(status), code: String(code), fields: fields.toSorted() };
}

/** Calls the life-cycle service as a client of another language does: HTTP/2 and bytes. */
export function callLifecycle(
  session: ClientHttp2Session,
  token: string,
  method: LifecycleMethod,
  request: object,
  deadlineMs?: number,
): SentCall {
  const definition = keyLifecycleDefinition[method];
  const stream = session.request({
    ':method': 'POST',
    ':path': definition.path,
    'content-type': 'application/grpc',
    te: 'trailers',
    authorization: `Bearer ${token}`,
    ...(deadlineMs === undefined ? {} : { 'grpc-timeout': `${String(deadlineMs)}m` }),
  });
  stream.end(framed(definition.requestSerialize(request)));
  const answer = new Promise<GrpcAnswer>((resolve, reject) => {
    const chunks: Buffer[] = [];
    let end = { status: '', code: '', fields: [] as readonly string[] };
    const readStatus = (headers: IncomingHttpHeaders): void => {
      if (end.status === '') end = endOf(headers);
    };
    stream.on('response', readStatus);
    stream.on('trailers', readStatus);
    stream.on('data', (chunk: Buffer) => chunks.push(chunk));
    stream.on('error', reject);
    stream.on('close', () => {
      const bytes = Buffer.concat(chunks).subarray(PREFIX_BYTES);
      resolve({ ...end, message: { ...definition.responseDeserialize(bytes) } });
    });
  });
  // Of one that was cancelled, nobody asks.
  answer.catch(() => undefined);
  return { answer, cancel: () => stream.close(constants.NGHTTP2_CANCEL) };
}
