import type { Socket } from 'node:net';
import { parseAddressRange } from '@keyledger/domain';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { runs } from '../../../test/kit/runs.ts';
import { Peers } from '../src/http/peer.ts';

const RUNS = { numRuns: runs(2_000) };

const RANGE = parseAddressRange('10.0.0.0/8');
const peers = new Peers(RANGE === null ? [] : [RANGE], 'forwarded');
const peer = peers.of({ remoteAddress: '10.0.0.1' } as Socket);

/** Close to what has a meaning, and all that a header's value may hold. */
const PIECES = ['for=', '6.6.6.6', '10.6.6.6', '"', '\\', ',', ';', '=', '[', ']', ':', ' ', '\t', 'proto=https', 'a'];
const written = fc
  .array(fc.oneof(fc.constantFrom(...PIECES), fc.string({ maxLength: 3 })), { maxLength: 12 })
  .map((pieces) => pieces.join(''));
const own = fc.constantFrom(
  'for=203.0.113.9',
  'for="203.0.113.9:80";proto=http;host="a.example"',
  'host=a.example;for="[::ffff:203.0.113.9]"',
);
const inner = fc.constantFrom('', ', for=10.1.1.1', ',for="10.1.1.1:80" , for=10.2.2.2;proto=http');

it('whatever a client writes before it, the element that a trusted proxy adds is the one that counts', () => {
  fc.assert(
    fc.property(written, own, inner, (forged, added, further) => {
      const told = peers.forwarded(peer, `${forged},${added}${further}`);
      expect(told?.clientAddress).toBe('203.0.113.9');
      expect(told?.for).toMatch(/^203\.0\.113\.9(, 10\.[12]\.[12]\.[12])*$/);
      expect(told?.proto).not.toBe('https');
    }),
    RUNS,
  );
});

it('whatever it says, a header tells of addresses and hosts or of nothing', () => {
  fc.assert(
    fc.property(written, (header) => {
      const { clientAddress, for: hops, proto, host } = peers.forwarded(peer, header) ?? {};
      expect(clientAddress ?? '::').toMatch(/^[0-9a-fA-F.:]+$/);
      expect(hops).toMatch(/^((unknown|[0-9a-fA-F.:]+)(, |$))*$/);
      expect(['http', 'https', null]).toContain(proto);
      expect(host ?? 'a').toMatch(/^[^\s"\\,;/@]+$/);
    }),
    RUNS,
  );
});
