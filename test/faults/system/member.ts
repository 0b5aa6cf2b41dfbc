import type { ServiceProcess } from '@keyledger/local';
import { eventually } from '../../kit/eventually.ts';
import type { KafkaNode } from '../../kit/kafka/index.ts';
import { brokerName } from '../../kit/kafka/networked.ts';
import { endWithThisProcess } from './watcher.ts';

export type MemberKind = 'broker' | 'authority' | 'node';

/** A process of the system, whatever runs in it. */
export interface Member {
  /** Such as `broker-2`. */
  readonly name: string;
  readonly kind: MemberKind;
  /** SIGKILL; resolves when it has ended. */
  kill(): Promise<void>;
  /** SIGTERM; resolves when it has ended, by itself or, after a while, by force. */
  stop(): Promise<void>;
  /** Starts it again, as often as that takes. */
  restart(): Promise<void>;
  /** SIGSTOP. */
  freeze(): void;
  /** SIGCONT. */
  thaw(): void;
}

const START_AGAIN_WITHIN_MS = 90_000;

export function brokerMember(node: KafkaNode): Member {
  return {
    name: brokerName(node.id),
    kind: 'broker',
    kill: () => node.kill('SIGKILL'),
    stop: () => node.stop(),
    restart: () => node.start(),
    freeze: () => void node.kill('SIGSTOP'),
    thaw: () => void node.kill('SIGCONT'),
  };
}

/**
 * @param now the process that runs, or ran last
 * @param start starts another one; it may fail as long as what it needs is away, as a supervisor would see
 */
export function serviceMember(
  name: string,
  kind: 'authority' | 'node',
  now: () => ServiceProcess,
  start: () => Promise<unknown>,
): Member {
  let endWatch = (): void => undefined;
  return {
    name,
    kind,
    async kill() {
      now().kill('SIGKILL');
      await now().ended;
    },
    async stop() {
      await now().stop();
    },
    async restart() {
      await eventually(() => start().then(() => true), START_AGAIN_WITHIN_MS);
    },
    freeze() {
      // It ends with this process by what it is told, and cannot be told anything while it stands still.
      endWatch = endWithThisProcess(now().pid);
      now().kill('SIGSTOP');
    },
    thaw() {
      now().kill('SIGCONT');
      endWatch();
    },
  };
}
