import { expect, it } from 'vitest';
import { CLOCK_MARGIN, HOLD_MS, cachedKey, describeLeases, knowsAllHolders, revokeEverywhere } from './leases.ts';

const BOUND_MS = HOLD_MS * CLOCK_MARGIN;
/** Of somebody who waits for no lease, on a machine with other things to do. */
const AT_ONCE_MS = 2_500;

// Rules 13 and 14: who has given its lease back is not waited for, who has not is, and never longer than it could last.
await describeLeases('leases of processes that end', 3, (system, organization) => {
  it('are given back in a rolling restart: no revoke waits for a process that has stopped in order', async () => {
    const { cluster } = system();
    for (const name of ['node-0', 'node-1', 'node-2', 'authority-1', 'authority-0']) {
      const asked = name === 'authority-0' ? 1 : 0;
      const [key, other] = [await cachedKey(cluster, organization()), await cachedKey(cluster, organization())];
      await system().member(name).stop();
      const { tookMs } = await revokeEverywhere(cluster, asked, key.id);
      expect(tookMs, name).toBeLessThan(AT_ONCE_MS);
      await system().member(name).restart();
      const { tookMs: again } = await revokeEverywhere(cluster, asked, other.id);
      expect(again, `${name}, started again`).toBeLessThan(AT_ONCE_MS);
      for (const { secret } of [key, other]) {
        for (const { reasonCode } of await cluster.everywhere(secret)) expect(reasonCode).toBe('revoked_key');
      }
      // One that has just begun to read waits out what it has not read.
      if (name === 'authority-1') await knowsAllHolders(cluster, 1, organization());
    }
  });

  it('are waited for where a process was killed, and no longer than they last', async () => {
    const { cluster } = system();
    await knowsAllHolders(cluster, 1, organization());
    const key = await cachedKey(cluster, organization());
    await system().member('node-0').kill();
    const { tookMs } = await revokeEverywhere(cluster, 1, key.id);
    expect(tookMs).toBeGreaterThan(HOLD_MS / 4);
    expect(tookMs).toBeLessThan(BOUND_MS + AT_ONCE_MS);
    await system().member('node-0').restart();
  });
});
