import { setTimeout as delay } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { eventually } from '../kit/eventually.ts';
import { CLOCK_MARGIN, HOLD_MS, cachedKey, describeLeases, revokeEverywhere } from './leases.ts';

/** What a revocation takes beside waiting for leases, on a machine with other things to do. */
const COMMAND_MS = 2_000;
const STILL_MS = 30_000;

// Rules 5 and 6: a lease that ran out meanwhile is seen before any verdict; rule 13: others wait for it, and no longer.
await describeLeases('a process that stands still', 2, (system, organization) => {
  it('an API node, for 30 s: a revoke waits for its lease at most, and its first answer after that is a refusal', async () => {
    const { cluster } = system();
    const key = await cachedKey(cluster, organization());
    const node = system().member('node-0');
    node.freeze();
    const stoodStillAt = performance.now();
    try {
      const asked = [cluster.request(0, key.secret)];
      const { tookMs } = await revokeEverywhere(cluster, 0, key.id);
      expect(tookMs).toBeLessThan(HOLD_MS * CLOCK_MARGIN + COMMAND_MS);
      expect(tookMs, 'the node could not report').toBeGreaterThan(HOLD_MS / 4);
      expect((await cluster.request(1, key.secret)).reasonCode).toBe('revoked_key');
      asked.push(...Array.from({ length: 5 }, () => cluster.request(0, key.secret)));
      await delay(STILL_MS - (performance.now() - stoodStillAt)); // the standing still itself
      node.thaw();
      for (const { status, reasonCode } of await Promise.all(asked)) {
        expect(['revoked_key', 'digest_key_unavailable'], String(status)).toContain(reasonCode);
      }
    } finally {
      node.thaw();
    }
    await eventually(async () => (await cluster.request(0, key.secret)).reasonCode === 'revoked_key');
  });

  it('an authority: a revoke through the other one waits for its lease at most, and it accepts nothing when it wakes', async () => {
    const { cluster } = system();
    const key = await cachedKey(cluster, organization());
    const verify = () => cluster.admin(1).call('POST', '/v1/keys/verify', { secret: key.secret });
    expect((await verify()).body['allowed']).toBe(true);
    const authority = system().member('authority-1');
    authority.freeze();
    try {
      const { tookMs } = await revokeEverywhere(cluster, 0, key.id);
      expect(tookMs).toBeLessThan(HOLD_MS * CLOCK_MARGIN + COMMAND_MS);
      expect(tookMs, 'it could not report').toBeGreaterThan(HOLD_MS / 4);
      const asked = Array.from({ length: 5 }, verify);
      for (const [node] of cluster.apiNodes.entries()) {
        expect((await cluster.request(node, key.secret)).status).not.toBe(200);
      }
      authority.thaw();
      for (const { status, body } of await Promise.all(asked)) {
        expect(body['allowed'] ?? false, `${String(status)} ${String(body['code'])}`).toBe(false);
      }
    } finally {
      authority.thaw();
    }
    await eventually(async () => (await verify()).body['reason_code'] === 'revoked_key');
  });
});
