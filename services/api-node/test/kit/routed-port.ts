import type { RequestListener } from 'node:http';
import type { Profile } from '@keyledger/domain';
import { afterAll, beforeAll, beforeEach } from 'vitest';
import { ALLOWED } from './fake-verifier.ts';
import { ROUTED } from './profiles.ts';
import { type PublicPort, startPort } from './public-port.ts';
import { RecordingUpstream } from './recording-upstream.ts';

/** A public port that follows a profile, before an upstream that remembers what it was asked. */
export interface RoutedPort {
  readonly port: PublicPort;
  readonly upstream: RecordingUpstream;
  /** Before each test the routed one. */
  profile: Profile;
}

/** One for all tests of the file; none of them sees what the one before did. */
export function routedPort(answer?: RequestListener): RoutedPort {
  const routed = { profile: ROUTED } as { port: PublicPort; upstream: RecordingUpstream; profile: Profile };
  beforeAll(async () => {
    routed.upstream = await RecordingUpstream.start(answer);
    routed.port = await startPort(routed.upstream.url, { profile: () => routed.profile });
  });
  afterAll(async () => {
    await routed.port[Symbol.asyncDispose]();
    await routed.upstream[Symbol.asyncDispose]();
  });
  beforeEach(() => {
    const { port, upstream } = routed;
    routed.profile = ROUTED;
    port.verifier.answer = () => Promise.resolve(ALLOWED);
    for (const list of [upstream.seen, port.verifier.asked, port.answered, port.keyEvents]) list.length = 0;
  });
  return routed;
}
