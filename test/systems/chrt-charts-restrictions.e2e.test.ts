import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { v1Header } from '../../services/api-node/test/kit/proxy-headers.ts';
import { requestBytes, sendRaw } from '../../services/api-node/test/kit/raw-client.ts';
import { describeSystem } from './kit/describe-system.ts';
import { RunningSystem, type Told } from './kit/running-system.ts';

const SEARCH = '/v1/features/search';
const SCOPES = ['features.search:read'];

/** Systems.md, "Per-system acceptance", S3: what keys are restricted to. */
await describeSystem('chrt-charts', (env) => {
  let system: RunningSystem;
  /** Of the same pair, where this machine's IPv4 loopback is a proxy that is trusted. */
  let behindProxy: string;
  /** The same by `Forwarded`. */
  let behindForwarder: string;
  /** The same by the PROXY protocol. */
  let behindBalancer: string;
  /** Listens on IPv6, and trusts nobody. */
  let onIpv6: string;

  beforeAll(async () => {
    system = await RunningSystem.start('chrt-charts', env());
    const trusted = { KEYLEDGER_TRUSTED_PROXIES: '127.0.0.1,10.0.0.0/8,2001:db8:f::/48' };
    behindProxy = await system.addNode(trusted);
    behindForwarder = await system.addNode({ ...trusted, KEYLEDGER_FORWARDED_HEADER: 'forwarded' });
    behindBalancer = await system.addNode({ KEYLEDGER_TRUSTED_PROXIES: '127.0.0.1', KEYLEDGER_PROXY_PROTOCOL: 'on' });
    onIpv6 = await system.addNode({ KEYLEDGER_LISTEN_HOST: '::1' });
  }, 120_000);
  afterAll(() => system.stop(), 60_000);

  const restricted = async (kind: 'public' | 'secret', restrictions: object): Promise<string> =>
    (await system.admin.key(system.organization('acme'), { kind, scopes: SCOPES, restrictions })).secret;
  const refusals = (refusal: string, told: Told): unknown =>
    expect(told).toMatchObject({ status: 403, reasonCode: refusal });

  describe('origins (entry: scheme://host[:port], *. = one or more labels)', () => {
    const ORIGINS = ['https://*.example.com', 'https://app.example.org:8443', 'capacitor://localhost'];
    const allowed = ['https://a.example.com', 'https://a.b.example.com', 'https://A.Example.COM'];
    const others = ['https://app.example.org:8443', 'capacitor://localhost'];
    const refused = [
      'https://example.com',
      'https://aexample.com',
      'http://a.example.com',
      'https://a.example.com:8443',
    ];
    const lookalikes = ['https://a.example.com.evil.org', 'https://app.example.org', 'https://.example.com', 'null'];
    let key: string;
    beforeAll(async () => {
      key = await restricted('public', { origins: ORIGINS });
    });
    const from = (origin: string) => system.ask(SEARCH, { key, headers: { origin } });

    it.each([...allowed, ...others])('%s is allowed', async (origin) => {
      expect(await from(origin)).toMatchObject({ status: 200, headers: { 'access-control-allow-origin': origin } });
    });

    it.each([...refused, ...lookalikes])('%s is not', async (origin) => {
      const told = await from(origin);
      refusals('origin_not_allowed', told);
      expect(told.headers['access-control-allow-origin']).toBeUndefined();
    });

    it('["*"] is any or none', async () => {
      const open = await restricted('public', { origins: ['*'] });
      for (const origin of ['https://anywhere.example', 'null', 'capacitor://localhost'])
        expect((await system.ask(SEARCH, { key: open, headers: { origin } })).status, origin).toBe(200);
      expect((await system.ask(SEARCH, { key: open })).status).toBe(200);
    });

    it.each(['https://*', 'https://a.*.example.com', '*.example.com', 'https://example.com/', 'example.com'])(
      '%s is no entry',
      async (entry) => {
        const body = { name: 'x', kind: 'public', scopes: SCOPES, restrictions: { origins: [entry] } };
        const path = `/v1/organizations/${system.organization('acme')}/keys`;
        expect(await system.admin.call('POST', path, body)).toMatchObject({ status: 422 });
      },
    );
  });

  describe('client address taken from the connection unless the peer is a configured trusted proxy', () => {
    it.each([
      [['203.0.113.9'], '203.0.113.9', 200],
      [['203.0.113.0/24'], '203.0.113.9', 200],
      [['203.0.113.0/24'], '203.0.114.9', 403],
      [['203.0.113.9'], '::ffff:203.0.113.9', 200],
      [['2001:db8::/32'], '2001:db8:1::7', 200],
      [['2001:db8:0:0:0:0:0:7'], '2001:db8::7', 200],
      [['2001:db8::/32'], '2001:db9::7', 403],
      // The last that no trusted proxy has: what stands before it, anybody may have written.
      [['203.0.113.9'], '203.0.113.9, 10.1.2.3', 200],
      [['203.0.113.9'], '203.0.113.9, 2001:db8:f::1, 10.1.2.3', 200],
      [['203.0.113.9'], '203.0.113.9, 198.51.100.1', 403],
      [['203.0.113.9'], '198.51.100.1, 203.0.113.9', 200],
      // What a trusted proxy cannot have meant is no address at all.
      [['0.0.0.0/0', '::/0'], 'unknown', 403],
      [['127.0.0.1'], '203.0.113.9', 403],
    ])('a key for %j, X-Forwarded-For: %s, from a trusted proxy: %i', async (ips, forwarded, status) => {
      const key = await restricted('secret', { ips });
      const told = await system.ask(SEARCH, { key, node: behindProxy, headers: { 'x-forwarded-for': forwarded } });
      expect(told).toMatchObject({ status, reasonCode: status === 200 ? '' : 'ip_not_allowed' });
    });

    it('a trusted proxy that says nothing is the client itself', async () => {
      const key = await restricted('secret', { ips: ['127.0.0.1'] });
      expect((await system.ask(SEARCH, { key, node: behindProxy })).status).toBe(200);
    });

    it.each([
      [['203.0.113.9'], 'for=203.0.113.9', 200],
      [['203.0.113.0/24'], 'For="203.0.113.9:4711";proto=https', 200],
      [['203.0.113.9'], 'for="[::ffff:203.0.113.9]"', 200],
      [['2001:db8::/32'], 'for="[2001:db8:1::7]:4711"', 200],
      [['2001:db8::/32'], 'for="[2001:db9::7]"', 403],
      [['203.0.113.9'], 'for=203.0.113.9, for="[2001:db8:f::1]", for=10.1.2.3', 200],
      [['203.0.113.9'], 'for=203.0.113.9, for=198.51.100.1', 403],
      [['203.0.113.9'], 'for="forged, for=203.0.113.9', 200],
      [['0.0.0.0/0', '::/0'], 'for=203.0.113.9, for=unknown', 403],
      [['0.0.0.0/0', '::/0'], 'for=_hidden', 403],
      [['0.0.0.0/0', '::/0'], 'proto=https', 403],
      [['0.0.0.0/0', '::/0'], '203.0.113.9', 403],
      [['127.0.0.1'], 'for=203.0.113.9', 403],
    ])('a key for %j, Forwarded: %s, from a trusted proxy that writes it: %i', async (ips, forwarded, status) => {
      const key = await restricted('secret', { ips });
      const told = await system.ask(SEARCH, { key, node: behindForwarder, headers: { forwarded } });
      expect(told).toMatchObject({ status, reasonCode: status === 200 ? '' : 'ip_not_allowed' });
    });

    it('what a trusted proxy passes on of the header that it does not write never counts', async () => {
      const key = await restricted('secret', { ips: ['203.0.113.0/24'] });
      const forwarded = { forwarded: 'for=203.0.113.9' };
      refusals('ip_not_allowed', await system.ask(SEARCH, { key, node: behindProxy, headers: forwarded }));
      const others = { 'x-forwarded-for': '203.0.113.9', 'x-forwarded': 'for=203.0.113.9' };
      refusals('ip_not_allowed', await system.ask(SEARCH, { key, node: behindForwarder, headers: others }));
    });

    it.each([
      ['203.0.113.9', 200],
      ['203.0.114.9', 403],
    ])('a key for 203.0.113.0/24, from %s by the PROXY protocol: %i, whatever is forwarded', async (source, status) => {
      const key = await restricted('secret', { ips: ['203.0.113.0/24'] });
      const headers = [`Authorization: Bearer ${key}`, 'X-Forwarded-For: 203.0.113.9'];
      const header = v1Header(source).toString();
      const told = await sendRaw(Number(new URL(behindBalancer).port), header + requestBytes(SEARCH, headers));
      expect(told.status).toBe(status);
      if (status === 403) expect(told.body).toContain('ip_not_allowed');
    });

    it('what an untrusted peer says never counts, under any name', async () => {
      const key = await restricted('secret', { ips: ['203.0.113.0/24'] });
      const names = [
        'x-forwarded-for',
        'forwarded',
        'x-real-ip',
        'true-client-ip',
        'cf-connecting-ip',
        'x_forwarded_for',
      ];
      for (const name of names) {
        const headers = { [name]: name === 'forwarded' ? 'for=203.0.113.9' : '203.0.113.9' };
        refusals('ip_not_allowed', await system.ask(SEARCH, { key, headers }));
      }
    });

    it.each([
      [['::1'], 200],
      [['0:0:0:0:0:0:0:1/128'], 200],
      [['::/64'], 200],
      [['::2/127'], 403],
      [['0.0.0.0/0'], 403],
    ])('a key for %j, over IPv6 from ::1: %i', async (ips, status) => {
      const key = await restricted('secret', { ips });
      const told = await system.ask(SEARCH, { key, node: onIpv6, headers: { 'x-forwarded-for': '127.0.0.1' } });
      expect(told).toMatchObject({ status, reasonCode: status === 200 ? '' : 'ip_not_allowed' });
    });
  });
});
