import { type RemoteInfo, type Socket, createSocket } from 'node:dgram';

/** Of records (RFC 1035, 3.2.2; RFC 3596). */
const A = 1;
const AAAA = 28;
/** An answer to what was asked, with what else there is to ask of others (RFC 1035, 4.1.1). */
const ANSWERED = 0x8180;
const NO_SUCH_NAME = 0x8183;
const HEADER_BYTES = 12;

/** The bytes of an address. */
export type Records = Readonly<Record<string, { readonly a?: readonly number[]; readonly aaaa?: readonly number[] }>>;

/** A name server on this machine. It does not answer for names that begin with `hang`. */
export class NameServer {
  readonly #socket: Socket = createSocket('udp4');
  readonly #records: Records;

  constructor(records: Records) {
    this.#records = records;
    this.#socket.on('message', (query, from) => this.#take(query, from));
  }

  /** @returns where it is asked */
  async start(): Promise<string> {
    await new Promise<void>((resolve) => this.#socket.bind(0, '127.0.0.1', resolve));
    return `127.0.0.1:${String(this.#socket.address().port)}`;
  }

  async stop(): Promise<void> {
    await new Promise<void>((resolve) => this.#socket.close(resolve));
  }

  #take(query: Buffer, from: RemoteInfo): void {
    const labels: string[] = [];
    let at = HEADER_BYTES;
    for (let length = query[at] ?? 0; length > 0; length = query[at] ?? 0) {
      labels.push(query.toString('latin1', at + 1, at + 1 + length));
      at += length + 1;
    }
    const name = labels.join('.');
    if (name.startsWith('hang')) return;
    const type = query.readUInt16BE(at + 1);
    const { a, aaaa } = this.#records[name] ?? {};
    const address = type === A ? a : type === AAAA ? aaaa : undefined;
    const question = query.subarray(0, at + 5);
    this.#socket.send(answer(question, type, address, name in this.#records), from.port, from.address);
  }
}

function answer(question: Buffer, type: number, address: readonly number[] | undefined, isKnown: boolean): Buffer {
  const head = Buffer.from(question);
  head.writeUInt16BE(isKnown ? ANSWERED : NO_SUCH_NAME, 2);
  head.writeUInt16BE(address === undefined ? 0 : 1, 6);
  head.fill(0, 8, HEADER_BYTES);
  if (address === undefined) return head;
  // The name as in the question, the type, of the internet, for no time.
  const record = [0xc0, HEADER_BYTES, 0, type, 0, 1, 0, 0, 0, 0, 0, address.length, ...address];
  return Buffer.concat([head, Buffer.from(record)]);
}
