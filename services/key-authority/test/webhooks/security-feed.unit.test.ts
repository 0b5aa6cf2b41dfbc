import type { SecurityRow } from '@keyledger/ports';
import { beforeEach, describe, expect, test } from 'vitest';
import { MAX_SECURITY_EVENTS, SECURITY_CATCH_UP_MS, SECURITY_DELAY_MS } from '../../src/webhooks/feed.ts';
import { DAY, ToldWebhooks } from '../support/told-webhooks.ts';

const MINUTE = 60_000;

let told: ToldWebhooks;
let sequence: number;
beforeEach(async () => {
  told = await ToldWebhooks.start();
  sequence = 0;
  return () => told.stop();
});

describe('security events', () => {
  const minuteOf = (time: number): number => time - (time % MINUTE);
  const row = (changes: Partial<SecurityRow> = {}): SecurityRow => ({
    ...{ minute: minuteOf(told.api.clock.now), reason: 'revoked_key', source: '192.0.2.1', keyId: 'key_a' },
    ...{ organizationId: told.acme, count: 3 },
    ...changes,
  });
  const happen = (...security: SecurityRow[]) =>
    told.api.usage.take({ node: 'aa', sequence: ++sequence, usage: [], security }, told.api.clock.now);
  /** When it is due. */
  const later = (): void => void (told.api.clock.now += MINUTE + SECURITY_DELAY_MS);

  test('of a minute are one message, once the minute is over and nodes have told of it', async () => {
    const feed = told.feed();
    told.api.clock.now += SECURITY_DELAY_MS;
    const webhook = await told.register();
    const minute = minuteOf(told.api.clock.now);
    await happen(row(), row({ source: '192.0.2.2', count: 5 }), row({ organizationId: 'org_other', keyId: 'key_b' }));
    told.api.clock.now = minute + MINUTE + SECURITY_DELAY_MS - 1;
    expect(await told.round(feed)).toEqual([]);
    told.api.clock.now += 1;
    const [start, end] = [new Date(minute).toISOString(), new Date(minute + MINUTE).toISOString()];
    const shared = { minute: start, reason_code: 'revoked_key', key_id: 'key_a', organization_id: told.acme };
    const sent = await told.round(feed);
    expect(sent).toMatchObject([{ to: webhook, type: 'security.events', timestamp: end }]);
    expect(sent[0]?.data).toEqual({
      ...{ organization_id: told.acme, start, end, omitted: 0 },
      events: [
        { ...shared, category: 'failed_authentication', source: '192.0.2.2', count: 5 },
        { ...shared, category: 'failed_authentication', source: '192.0.2.1', count: 3 },
      ],
    });
    expect(await told.round(feed)).toEqual([]);
  });

  test('of a flood are one message a minute, of those that happened most', async () => {
    const feed = told.feed();
    await told.register();
    await happen(...Array.from({ length: 500 }, (_, n) => row({ source: `10.0.${String(n)}.1`, count: n + 1 })));
    later();
    later();
    const sent = await told.round(feed);
    expect(sent).toHaveLength(1);
    const { events, omitted } = (sent[0]?.data ?? {}) as { events: { count: number }[]; omitted: number };
    expect([events.length, omitted]).toEqual([MAX_SECURITY_EVENTS, 400]);
    expect(events.map(({ count }) => count)).toEqual(Array.from({ length: 100 }, (_, n) => 500 - n));
  });

  test('are told after an outage of hours, when nodes have handed in what they kept, and not from before a day', async () => {
    await told.register();
    const at = (ago: number) => row({ minute: minuteOf(told.api.clock.now - ago) });
    told.api.clock.now += 2 * DAY;
    const feed = told.feed();
    await happen(at(5 * 3_600_000), at(3_600_000), at(SECURITY_CATCH_UP_MS + MINUTE));
    expect(await told.round(feed)).toEqual([]);
    told.api.clock.now += SECURITY_DELAY_MS;
    expect(await told.round(feed)).toHaveLength(2);
    expect(await told.round(feed)).toEqual([]);
  });

  test('of before the registration are not told', async () => {
    const feed = told.feed();
    await happen(row());
    later();
    await told.register();
    later();
    expect(await told.round(feed)).toEqual([]);
  });

  test('are looked up once for all webhooks of an organization, and others get their turn before the next one', async () => {
    let turns = 0;
    const counting = setInterval(() => (turns += 1));
    const globex = await told.api.organization('globex');
    const seen: [string, number][] = [];
    const { usage } = told.api;
    const securityMinutes = (organizationId: string) => {
      seen.push([organizationId, turns]);
      const from = performance.now();
      while (performance.now() - from < 5);
      return [];
    };
    const feed = told.feed({
      usage: { lastUsedAt: () => null, securityOfMinute: usage.securityOfMinute.bind(usage), securityMinutes },
    });
    for (const organization of [told.acme, globex, globex]) {
      await told.register({ kinds: ['security.events'] }, organization);
    }
    later();
    await feed.round();
    clearInterval(counting);
    expect(seen.map(([id]) => id).toSorted()).toEqual([told.acme, globex].toSorted());
    expect(seen[1]?.[1]).toBeGreaterThan(seen[0]?.[1] ?? 0);
  });

  test('that cannot be read now do not keep notices back', async () => {
    await told.register();
    await told.expiring('soon');
    later();
    const unreadable = (): never => {
      throw new Error('not now');
    };
    const usage = { lastUsedAt: () => null, securityOfMinute: unreadable, securityMinutes: unreadable };
    const feed = told.feed({ usage });
    later();
    await expect(feed.round()).rejects.toThrow('not now');
    expect(await told.drain()).toMatchObject([{ type: 'key.expires_soon' }]);
  });
});
