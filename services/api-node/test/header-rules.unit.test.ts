import { DEFAULT_PROFILE, type Profile } from '@keyledger/domain';
import { describe, expect, it } from 'vitest';
import { HeaderRules } from '../src/http/header-rules.ts';
import type { ForwardedHeader } from '../src/http/peer.ts';

const rules = (changes: Partial<Profile> = {}): HeaderRules => new HeaderRules({ ...DEFAULT_PROFILE, ...changes });
const XFF = 'x-forwarded-for';
const passesToUpstream = (name: string, believed: ForwardedHeader | null): boolean =>
  rules().passesToUpstream(name, believed);

describe('what a request says of the client’s address', () => {
  const names = [
    'cf-connecting-ip',
    'cf-connecting-ipv6',
    'cf-pseudo-ipv4',
    'client-ip',
    'cloudfront-viewer-address',
    'do-connecting-ip',
    'fastly-client-ip',
    'fly-client-ip',
    'forwarded-for',
    'true-client-ip',
    'wl-proxy-client-ip',
    'x-appengine-user-ip',
    'x-azure-clientip',
    'x-azure-socketip',
    'x-client-ip',
    'x-cluster-client-ip',
    'x-envoy-external-address',
    'x-forwarded',
    'x-forwarded-for',
    'x-forwarded-prefix',
    'x-original-for',
    'x-original-forwarded-for',
    'x-original-host',
    'x-original-proto',
    'x-proxyuser-ip',
    'x-real-ip',
    'x-remote-addr',
  ];

  it.each(names)('reaches the upstream from a trusted proxy alone: %s', (name) => {
    expect(passesToUpstream(name, XFF)).toBe(true);
    expect(passesToUpstream(name, null)).toBe(false);
  });

  it.each(names)('reaches it from one that tells Forwarded as long as it is not of the other family: %s', (name) => {
    expect(passesToUpstream(name, 'forwarded')).toBe(!name.includes('forwarded'));
  });

  it('reaches it from nobody as Forwarded, whose place X-Forwarded-* have', () => {
    for (const believed of [XFF, 'forwarded', null] as const) {
      expect(passesToUpstream('forwarded', believed), String(believed)).toBe(false);
    }
  });

  it.each(names.filter((name) => name.includes('-')))('reaches it from nobody with another writing: %s', (name) => {
    for (const written of [name.replaceAll('-', '_'), name.replace('-', '_'), name.replaceAll('-', '.')]) {
      for (const believed of [XFF, 'forwarded', null] as const) {
        expect(passesToUpstream(written, believed), written).toBe(false);
      }
    }
  });

  it.each(['x-client-version', 'client-id', 'x-real', 'user-agent'])('is not what %s says', (name) => {
    expect(passesToUpstream(name, null)).toBe(true);
  });
});

describe('what a profile says of headers', () => {
  const headers = ['authorization', 'x-api-key'] as const;
  const forward = { 'x-key-role': 'operator' };

  const writings = ['x_api_key', 'x-api_key', 'x.api.key', 'x_key_role', 'x-key_role', 'x.key.role', 'x!key~role'];

  it.each(['authorization', 'x-api-key', 'x-key-role', ...writings])('takes the client’s %s away', (name) => {
    const { credentials } = DEFAULT_PROFILE;
    expect(rules({ credentials: { headers, keep: false }, forward }).passesToUpstream(name, XFF)).toBe(false);
    expect(rules().passesToUpstream(name, XFF)).toBe(!credentials.headers.includes(name));
  });

  it.each([
    ['authorization', true],
    ['x-api-key', true],
    ['x_api_key', false],
    ['x-api_key', false],
  ])('lets a kept credential pass by its own name alone: %s', (name, passes) => {
    expect(rules({ credentials: { headers, keep: true } }).passesToUpstream(name, null)).toBe(passes);
  });

  it('sets what it forwards, also where a client’s credential of that name is kept', () => {
    const both = rules({ credentials: { headers, keep: true }, forward: { 'x-api-key': 'ours' } });
    expect(both.passesToUpstream('x-api-key', XFF)).toBe(false);
    expect(both.forward).toEqual(['x-api-key', 'ours']);
  });

  it('lets the upstream speak to browsers only where the node does not', () => {
    const cors = { allowHeaders: [], exposeHeaders: [], maxAgeSeconds: 1, refuseSecretKeys: false };
    expect(rules().passesToClient('access-control-allow-origin')).toBe(true);
    expect(rules({ cors }).passesToClient('access-control-allow-origin')).toBe(false);
    expect(rules({ cors }).passesToClient('access-control-allow-credentials')).toBe(false);
  });
});
