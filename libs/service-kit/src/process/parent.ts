import type { Lifecycle } from './lifecycle.ts';

/** The part of `process` by which one that was started with an IPC channel and its parent know each other. */
export interface ParentChannel {
  /** Undefined where there is no such parent. */
  readonly connected?: boolean;
  send?(message: object, handle: undefined, options: undefined, callback: (error: Error | null) => void): unknown;
  once(event: 'disconnect', listener: () => void): unknown;
}

/**
 * Stops a process whose parent has ended, from now on: also while it starts. The returned function tells the parent
 * something, where there is one.
 */
export function followParent(channel: ParentChannel, lifecycle: Lifecycle): (message: object) => void {
  const stop = (): void => void lifecycle.stop('the parent process ended');
  // Of one that ended before this call nothing more is heard.
  if (channel.send !== undefined && channel.connected !== true) stop();
  else channel.once('disconnect', stop);
  return (message) => {
    // That it is gone is heard by the above; here it would be an error that nobody caught.
    if (channel.connected === true) channel.send?.(message, undefined, undefined, () => undefined);
  };
}
