import { EventEmitter } from 'node:events';
import { silentLogger } from '@keyledger/ports';
import { describe, expect, it, vi } from 'vitest';
import { createLifecycle, followParent } from '../src/index.ts';

/** As `process` is in a child with an IPC channel. */
class Channel extends EventEmitter {
  connected = true;
  send = vi.fn();

  end(): void {
    this.connected = false;
    this.emit('disconnect');
  }
}

describe('a process whose parent ends', () => {
  it('stops while it starts', () => {
    const channel = new Channel();
    const lifecycle = createLifecycle({ logger: silentLogger });
    followParent(channel, lifecycle);
    expect(lifecycle.stopping.aborted).toBe(false);
    channel.end();
    expect(lifecycle.stopping.aborted).toBe(true);
  });

  it('stops where that was before anybody listened', () => {
    const channel = new Channel();
    channel.end();
    const lifecycle = createLifecycle({ logger: silentLogger });
    followParent(channel, lifecycle);
    expect(lifecycle.stopping.aborted).toBe(true);
  });

  it('tells it nothing more, and the end of one that is just told is no error', () => {
    const channel = new Channel();
    const tell = followParent(channel, createLifecycle({ logger: silentLogger }));
    tell({ http: 'here' });
    expect(channel.send).toHaveBeenCalledWith({ http: 'here' }, undefined, undefined, expect.any(Function));
    channel.end();
    tell({ http: 'there' });
    expect(channel.send).toHaveBeenCalledTimes(1);
  });
});

it('a process without such a parent runs, and tells nobody', () => {
  const lifecycle = createLifecycle({ logger: silentLogger });
  const tell = followParent(new EventEmitter(), lifecycle);
  tell({ http: 'here' });
  expect(lifecycle.stopping.aborted).toBe(false);
});
