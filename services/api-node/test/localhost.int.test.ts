import dns from 'node:dns';
import { connect } from 'node:net';
import { afterEach, expect, it, vi } from 'vitest';
import { startPort } from './kit/public-port.ts';

afterEach(() => void vi.restoreAllMocks());

const ADDRESSES = [
  { address: '127.0.0.1', family: 4 },
  { address: '::1', family: 6 },
];

function outcomeOf(host: string, port: number): Promise<string> {
  return new Promise((resolve) => {
    const socket = connect({ host, port, family: host.includes(':') ? 6 : 4 });
    socket.once('connect', () => resolve('connected')).once('error', (error) => resolve(error.message));
    socket.once('connect', () => socket.destroy());
  });
}

it('a port that is opened on localhost is one server, whose rules hold for every connection', async () => {
  const real = dns.lookup;
  const both = (host: string, options: object, done: (error: null, found: object[]) => void): void =>
    host === 'localhost' && 'all' in options && options.all === true
      ? done(null, ADDRESSES)
      : real(host, options, done as never);
  vi.spyOn(dns, 'lookup').mockImplementation(both as never);
  await using port = await startPort(new URL('http://127.0.0.1:9'), { host: 'localhost' });
  const outcomes = await Promise.all(ADDRESSES.map(({ address }) => outcomeOf(address, port.port)));
  expect(outcomes).toEqual(['connected', expect.stringMatching(/ECONNREFUSED|EADDRNOTAVAIL/)]);
});
