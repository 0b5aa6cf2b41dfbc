import type { Timers } from '@keyledger/ports';
import type { Machine } from './machine.ts';
import type { Network, Place, SendOptions } from './network.ts';

/** Nobody has answered: whether the call arrived is not known. */
export class Unanswered extends Error {
  override readonly name = 'Unanswered';
  /** It certainly did not arrive. */
  readonly wasRefused: boolean;

  constructor(wasRefused = false) {
    super(wasRefused ? 'connection refused' : 'no answer in time');
    this.wasRefused = wasRefused;
  }
}

export type Caller = Place & Timers;

/**
 * Asks another process and waits for its answer.
 * @throws Unanswered; and whatever the other one throws
 */
export function call<Answer>(
  network: Network,
  from: Caller,
  to: Machine,
  timeoutMs: number,
  handle: () => Promise<Answer>,
  options: SendOptions = {},
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    if (!to.isUp) return from.deliver(0.2, () => reject(new Unanswered(true)));
    const cancel = from.after(timeoutMs, () => reject(new Unanswered()));
    const answer = (settle: () => void): void =>
      network.send(to, from, () => {
        cancel();
        settle();
      });
    const arrive = (): void => {
      handle().then(
        (value) => answer(() => resolve(value)),
        (error: unknown) => answer(() => reject(error instanceof Error ? error : new Error(String(error)))),
      );
    };
    network.send(from, to, arrive, options);
  });
}
