import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Directory, loadCheckpoint, saveCheckpoint } from '@keyledger/directory';
import {
  type KeyDigest,
  type KeyId,
  PLAIN_REQUEST,
  SECRETS_KEPT,
  authorize,
  decideKey,
  grantOf,
} from '@keyledger/domain';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { LedgerScript } from '../../../test/model/ledger-script.ts';
import { markAt } from './kit.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'keyledger-directory-'));
});
afterEach(() => rm(folder, { recursive: true }));

const OVERLAP_MS = 1_000;

interface Rotated {
  readonly script: LedgerScript;
  readonly key: KeyId;
  /** Of each of its secrets, the oldest first. */
  readonly digests: readonly KeyDigest[];
}

/** A key that was rotated as often as it may be, with an overlap or at once. */
function rotated(times: number, overlapMs: number): Rotated {
  const script = new LedgerScript();
  const key = script.key(script.organization('acme'));
  const digests = [script.lastDigest];
  for (let i = 0; i < times; i++) {
    expect(script.command(key, { type: 'rotate', overlapMs })).toBe(true);
    digests.push(script.lastDigest);
    script.now += OVERLAP_MS;
  }
  return { script, key, digests };
}

function verdict(directory: Directory, digest: KeyDigest, now: number): string {
  const found = directory.findSecret(digest);
  if (found === undefined) return 'invalid_key';
  return authorize(grantOf(found.key, found.organization, found.index), PLAIN_REQUEST, 'live', now);
}

it.each([
  ['at once', 0],
  ['with an overlap', OVERLAP_MS],
])(
  'each of 10,000 secrets that rotations ended %s is refused as such, and costs no later rotation anything',
  (_, overlapMs) => {
    const { script, key, digests } = rotated(10_000, overlapMs);
    const { directory, now } = script;
    expect(directory.key(key)?.state.secrets).toHaveLength(SECRETS_KEPT);
    const verdicts = digests.map((digest) => verdict(directory, digest, now));
    expect(new Set(verdicts.slice(0, -1))).toEqual(new Set(['revoked_key']));
    expect(verdicts.at(-1)).toBe('');
  },
);

it('a secret that a key no longer remembers finds the key, is taken for ever, and ends nothing', () => {
  const { script, key, digests } = rotated(SECRETS_KEPT, 0);
  const { directory, attempts, now } = script;
  const [digest = '' as KeyDigest] = digests;
  expect(directory.key(key)?.state.secrets.some((secret) => secret.digest === digest)).toBe(false);
  expect(directory.findSecret(digest)?.key.id).toBe(key);
  const { state, version } = directory.key(key) ?? expect.fail('no key');
  expect(decideKey(state, { type: 'end_secret', digest }, now)).toEqual({ kind: 'unchanged' });
  const { digest: __, ...rest } = state.secrets[0];
  script.append(key, version, { type: 'key.rotated', secret: { ...rest, digest }, overlapEndsAt: null });
  expect(directory.key(key)?.version).toBe(version);
  expect(attempts).toHaveLength(SECRETS_KEPT + 3);
});

it('a restored directory knows the secrets that keys no longer remember', async () => {
  const { script, digests } = rotated(3 * SECRETS_KEPT, OVERLAP_MS);
  const file = join(folder, 'directory.checkpoint');
  const snapshot = script.directory.snapshot();
  await saveCheckpoint(file, markAt(snapshot.position), snapshot);
  const loaded = await loadCheckpoint(file);
  if (loaded.kind !== 'usable') throw new Error(loaded.kind);
  const restored = new Directory();
  restored.restore(loaded.snapshot);
  for (const digest of digests) {
    expect(verdict(restored, digest, script.now)).toBe(verdict(script.directory, digest, script.now));
    expect(restored.isDigestTaken(digest)).toBe(true);
  }
  expect(restored.snapshot()).toEqual(snapshot);
  expect(restored.digestKeyIds).toEqual(script.directory.digestKeyIds);
});
