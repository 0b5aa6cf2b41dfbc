import type { RequestListener } from 'node:http';
import { DEFAULT_PROFILE, type Profile } from '@keyledger/domain';
import { afterAll, beforeAll, beforeEach } from 'vitest';
import { ALLOWED } from './fake-verifier.ts';
import { type PublicPort, startPort } from './public-port.ts';
import { RecordingUpstream } from './recording-upstream.ts';

/** A public port that follows a profile, before an upstream that remembers what it was asked. */
export interface SharedPort {
  readonly port: PublicPort;
  readonly upstream: RecordingUpstream;
  /** Before each test the usual one, as is the upstream's answer. */
  profile: Profile;
  answer: RequestListener;
}

export interface UsualPort {
  readonly profile?: Profile;
  readonly answer?: RequestListener;
}

/** One for all tests of the file; none of them sees what the one before did. */
export function sharedPort(usual: UsualPort = {}): SharedPort {
  const { profile = DEFAULT_PROFILE, answer = (_req, res) => res.end('fine') } = usual;
  const shared = { profile, answer } as { -readonly [Name in keyof SharedPort]: SharedPort[Name] };
  beforeAll(async () => {
    shared.upstream = await RecordingUpstream.start((req, res) => shared.answer(req, res));
    shared.port = await startPort(shared.upstream.url, { profile: () => shared.profile });
  });
  afterAll(async () => {
    await shared.port[Symbol.asyncDispose]();
    await shared.upstream[Symbol.asyncDispose]();
  });
  beforeEach(() => {
    const { port, upstream } = shared;
    Object.assign(shared, { profile, answer });
    port.verifier.answer = () => Promise.resolve(ALLOWED);
    for (const list of [upstream.seen, port.verifier.asked, port.answered, port.keyEvents]) list.length = 0;
  });
  return shared;
}
