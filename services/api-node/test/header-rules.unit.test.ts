import { describe, expect, it } from 'vitest';
import { passesToUpstream } from '../src/http/header-rules.ts';

describe('what a request says of the client’s address', () => {
  const names = [
    'cf-connecting-ip',
    'cf-connecting-ipv6',
    'cf-pseudo-ipv4',
    'client-ip',
    'do-connecting-ip',
    'fastly-client-ip',
    'fly-client-ip',
    'forwarded',
    'forwarded-for',
    'true-client-ip',
    'x-appengine-user-ip',
    'x-azure-clientip',
    'x-azure-socketip',
    'x-client-ip',
    'x-cluster-client-ip',
    'x-forwarded',
    'x-forwarded-for',
    'x-forwarded-prefix',
    'x-original-forwarded-for',
    'x-real-ip',
    'x-remote-addr',
  ];

  it.each(names)('reaches the upstream from a trusted proxy alone: %s', (name) => {
    expect(passesToUpstream(name, true)).toBe(true);
    expect(passesToUpstream(name, false)).toBe(false);
  });

  it.each(names.filter((name) => name.includes('-')))('reaches it from nobody with another writing: %s', (name) => {
    for (const written of [name.replaceAll('-', '_'), name.replace('-', '_')]) {
      expect([passesToUpstream(written, true), passesToUpstream(written, false)]).toEqual([false, false]);
    }
  });

  it.each(['x-client-version', 'client-id', 'x-real', 'user-agent'])('is not what %s says', (name) => {
    expect(passesToUpstream(name, false)).toBe(true);
  });
});
