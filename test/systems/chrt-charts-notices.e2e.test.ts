import { afterAll, beforeAll, expect, it } from 'vitest';
import { CLOCK_RIGHT, clockBehind } from '../kit/clock-behind.ts';
import { eventually } from '../kit/eventually.ts';
import { WebhookReceiver } from '../kit/webhook-receiver.ts';
import type { MadeKey } from '../kit/admin-client.ts';
import { describeSystem } from './kit/describe-system.ts';
import { RunningSystem } from './kit/running-system.ts';

const SEARCH = '/v1/features/search';
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** Calls of one address are bounded, so that nobody asks every few milliseconds. */
const SOON = { interval: 500 };

/**
 * Systems.md, "Per-system acceptance", S3: keys due for rotation (age over 90 days) and near their limit are listed, and
 * told to webhooks.
 */
await describeSystem('chrt-charts', (env) => {
  let system: RunningSystem;
  let receiver: WebhookReceiver;
  /** Made 91 days ago. */
  let old: MadeKey;

  beforeAll(async () => {
    const often = {
      KEYLEDGER_USAGE_INTERVAL: '1s',
      KEYLEDGER_NOTICES_INTERVAL: '1s',
      KEYLEDGER_WEBHOOKS_INTERVAL: '1s',
    };
    const settings = { ...env(), ...often, KEYLEDGER_WEBHOOKS_PRIVATE: 'on' };
    receiver = await WebhookReceiver.start();
    system = await RunningSystem.start('chrt-charts', { ...settings, ...clockBehind(91 * DAY_MS) });
    old = await newKey(50);
    await system.restart(CLOCK_RIGHT);
  }, 120_000);
  afterAll(async () => {
    await system.stop();
    await receiver.stop();
  }, 60_000);

  const newKey = (perHour: number) => {
    const limits = { per_hour: perHour, burst: 50, overage: false };
    const fields = { scopes: ['features.search:read'], tier: 'enterprise', limits };
    return system.admin.key(system.organization('acme'), fields);
  };
  const listed = async (kind: string) => {
    const { status, body } = await system.admin.call('GET', `/v1/notices?kind=${kind}`);
    expect(status).toBe(200);
    return (body['items'] as { key_id: string }[]).map(({ key_id: id }) => id);
  };

  const registered = async () => {
    const path = `/v1/organizations/${system.organization('acme')}/webhooks`;
    const { body } = await system.admin.call('POST', path, { url: receiver.url });
    return (kind: string) => receiver.messages(kind, String(body['secret'])).map(({ data }) => data['key_id']);
  };

  it('keys near their limit or due for rotation are told to a webhook, signed, and others not', async () => {
    const told = await registered();
    await eventually(() => Date.now() % HOUR_MS < HOUR_MS - 30_000, 35_000);
    const near = await newKey(50);
    for (let sent = 0; sent < 45; sent++) await system.ask(SEARCH, { key: near.secret });
    await expect.poll(() => told('key.near_limit'), SOON).toEqual([near.id]);
    await expect.poll(() => told('key.rotation_due'), SOON).toContain(old.id);
    expect(told('key.rotation_due')).not.toContain(near.id);
  });

  it('keys near their limit are listed, and others not', async () => {
    // What is used in one clock hour counts together.
    await eventually(() => Date.now() % HOUR_MS < HOUR_MS - 30_000, 35_000);
    const near = await newKey(50);
    const far = await newKey(500);
    for (const { secret: key } of [near, far])
      for (let sent = 0; sent < 45; sent++) expect((await system.ask(SEARCH, { key })).status).toBe(200);
    await expect.poll(() => listed('key.near_limit'), SOON).toContain(near.id);
    expect(await listed('key.near_limit')).not.toContain(far.id);
  });

  it('keys due for rotation (age over 90 days) are listed until they are rotated, and others not', async () => {
    const { id: young } = await newKey(50);
    expect(await listed('key.rotation_due')).toContain(old.id);
    expect((await system.admin.command(old.id, 'rotate')).status).toBe(200);
    const due = await listed('key.rotation_due');
    expect(due).not.toContain(old.id);
    expect(due).not.toContain(young);
  });
});
