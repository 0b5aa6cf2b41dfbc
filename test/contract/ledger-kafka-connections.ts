import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import type { Socket } from 'node:net';

const CHANNEL = 'net.client.socket';

/** The connections that this process opens, to cut them as a network does. */
export class Connections {
  readonly #open = new Set<Socket>();
  readonly #opened = (message: unknown): void => {
    const { socket } = message as { socket: Socket };
    this.#open.add(socket);
    socket.once('close', () => this.#open.delete(socket));
  };

  constructor() {
    subscribe(CHANNEL, this.#opened);
  }

  /** @returns how many there were */
  cut(): number {
    const open = [...this.#open];
    for (const socket of open) socket.destroy(new Error('cut by the test'));
    return open.length;
  }

  forget(): void {
    unsubscribe(CHANNEL, this.#opened);
  }
}
