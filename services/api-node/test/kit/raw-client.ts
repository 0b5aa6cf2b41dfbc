import { type Socket, connect } from 'node:net';

const DEADLINE_MS = 30_000;

export interface RawAnswer {
  readonly status: number;
  /** Names in lower case; of a repeated one all values. */
  readonly headers: ReadonlyMap<string, readonly string[]>;
  readonly body: string;
  /** All bytes that came. */
  readonly text: string;
}

/** Parses the first answer in the text; a chunked body is left as it is. */
export function parseAnswer(text: string): RawAnswer {
  const end = text.indexOf('\r\n\r\n');
  const [statusLine = '', ...lines] = text.slice(0, end).split('\r\n');
  const headers = new Map<string, string[]>();
  for (const line of lines) {
    const name = line.slice(0, line.indexOf(':')).toLowerCase();
    headers.set(name, [...(headers.get(name) ?? []), line.slice(line.indexOf(':') + 1).trim()]);
  }
  return { status: Number(statusLine.split(' ')[1]), headers, body: text.slice(end + 4), text };
}

export function openRaw(port: number): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1', () => resolve(socket));
    socket.once('error', reject);
  });
}

/** Sends the bytes as they are, and reads until the other side ends the connection. */
export async function sendRaw(port: number, bytes: string): Promise<RawAnswer> {
  const socket = await openRaw(port);
  socket.write(bytes, 'latin1');
  return parseAnswer(await readToEnd(socket));
}

export function readToEnd(socket: Socket): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = '';
    const timer = setTimeout(() => {
      socket.destroy();
      reject(new Error(`no end after ${JSON.stringify(text.slice(0, 500))}`));
    }, DEADLINE_MS);
    const finish = (): void => {
      clearTimeout(timer);
      resolve(text);
    };
    socket.setEncoding('latin1');
    socket.on('data', (chunk: string) => (text += chunk));
    // A reset after the answer is how a server may end a connection whose request it did not read.
    socket.on('error', finish);
    socket.on('close', finish);
    socket.on('end', () => socket.end());
  });
}

/** A request as bytes; every value is sent as it stands. */
export function requestBytes(
  target: string,
  headers: readonly string[] = [],
  { method = 'GET', body = '' }: { method?: string; body?: string } = {},
): string {
  const lines = [`${method} ${target} HTTP/1.1`, 'Host: api.example', 'Connection: close', ...headers];
  return `${lines.join('\r\n')}\r\n\r\n${body}`;
}
