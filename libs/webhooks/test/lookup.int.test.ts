import { lookup as systemLookup } from 'node:dns/promises';
import { beforeEach, expect, test, vi } from 'vitest';
import { type Lookup, nameServers } from '../src/lookup.ts';
import { sendWebhook } from '../src/index.ts';
import { NameServer } from './kit/name-server.ts';

vi.mock('node:dns/promises', { spy: true });

const PUBLIC_6 = [0x26, 0x06, 0x47, 0, ...Array.from({ length: 11 }, () => 0), 1];
let lookup: Lookup;
beforeEach(async () => {
  const server = new NameServer({
    'both.example': { a: [1, 2, 3, 4], aaaa: PUBLIC_6 },
    'one.example': { a: [1, 2, 3, 4] },
    'inside.example': { a: [10, 0, 0, 1], aaaa: PUBLIC_6 },
    'none.example': {},
  });
  lookup = nameServers([await server.start()]);
  return () => server.stop();
});

const never = new AbortController().signal;

test('a name is looked up in both families, and one of them is enough', async () => {
  const ipv4 = { address: '1.2.3.4', family: 4 };
  expect(await lookup('both.example', never)).toEqual([ipv4, { address: '2606:4700::1', family: 6 }]);
  expect(await lookup('one.example', never)).toEqual([ipv4]);
});

test.each([
  ['none.example', 'ENODATA'],
  ['unknown.example', 'ENOTFOUND'],
])('%s, which leads nowhere, is %s', async (name, code) => {
  await expect(lookup(name, never)).rejects.toMatchObject({ code });
});

test('a name that leads inside as well is not connected to', async () => {
  const options = { allowPrivate: false, timeoutMs: 5_000, signal: never, lookup };
  expect(await sendWebhook('https://inside.example/', {}, '{}', options)).toMatchObject({
    why: 'not a public address',
  });
});

test.each([
  [false, 'https', 0],
  [true, 'http', 1],
])(
  'where private addresses are allowed is %j, a name of %s is looked up by the system %i times',
  async (allowPrivate, scheme, times) => {
    vi.mocked(systemLookup).mockClear();
    const options = { allowPrivate, timeoutMs: 100, signal: never };
    expect(await sendWebhook(`${scheme}://hook.invalid/`, {}, '{}', options)).toMatchObject({ delivered: false });
    expect(systemLookup).toHaveBeenCalledTimes(times);
  },
);

test('names whose servers hang hold up no other lookup of this process, and end with the attempt', async () => {
  const stop = new AbortController();
  const hanging = Array.from({ length: 20 }, (_, n) => lookup(`hang-${String(n)}.example`, stop.signal));
  const others = Promise.race([systemLookup('localhost'), ...hanging]);
  expect(await others).toMatchObject({ address: expect.any(String) });
  expect(await lookup('one.example', never)).toHaveLength(1);
  stop.abort();
  for (const each of hanging) await expect(each).rejects.toMatchObject({ code: 'ECANCELLED' });
});
