import { parsePosition } from '@keyledger/domain';
import { expect } from 'vitest';
import type { AdminClient } from './admin-client.ts';
import type { Cluster } from './cluster.ts';
import { eventually } from './eventually.ts';

/** An event as the admin API shows it, as far as tests need it. */
export interface ShownEvent {
  readonly type: string;
  readonly position: string;
  readonly id: string;
  readonly version: number;
  readonly reason: string;
  readonly changes: Readonly<Record<string, unknown>>;
}

const PAGE = 100;

/** All pages of a list. */
export async function wholeList<Item>(admin: AdminClient, path: string): Promise<Item[]> {
  const items: Item[] = [];
  for (let cursor: string | null = ''; cursor !== null;) {
    const { status, body } = await admin.call(
      'GET',
      `${path}?limit=${String(PAGE)}${cursor && `&cursor=${encodeURIComponent(cursor)}`}`,
    );
    expect(status, path).toBe(200);
    items.push(...(body['items'] as Item[]));
    cursor = body['next_cursor'] as string | null;
  }
  return items;
}

/** A key's events, oldest first. */
export async function historyOf(admin: AdminClient, keyId: string): Promise<ShownEvent[]> {
  return (await wholeList<ShownEvent>(admin, `/v1/keys/${keyId}/history`)).reverse();
}

/** The number in a position of the API. */
export function offsetOf(position: unknown): number {
  const parsed = typeof position === 'string' ? parsePosition(position) : null;
  if (parsed === null) throw new Error(`no position: ${String(position)}`);
  return parsed.position;
}

/** Waits until the authorities stand at the same position; their states must then be the same. */
export async function expectSameState(cluster: Cluster, deadlineMs?: number): Promise<void> {
  const states = await eventually(async () => {
    const each = await Promise.all(cluster.authorities.map((authority) => cluster.state(authority)));
    return new Set(each.map(({ position }) => position)).size === 1 && each;
  }, deadlineMs);
  expect(new Set(states.map(({ state_hash: hash }) => hash)).size, JSON.stringify(states)).toBe(1);
}

/** What all authorities say of a key, its JSON and its history: the same, and versions without gaps. */
export async function agreedKey(
  cluster: Cluster,
  keyId: string,
): Promise<{ key: Record<string, unknown>; history: ShownEvent[] }> {
  const views = await Promise.all(
    cluster.authorities.map(async (_, authority) => {
      const admin = cluster.admin(authority);
      const { body: key } = await admin.call('GET', `/v1/keys/${keyId}`);
      return { key, history: await historyOf(admin, keyId) };
    }),
  );
  const [first, ...others] = views;
  if (first === undefined) throw new Error('there is no authority');
  for (const other of others) expect(other).toEqual(first);
  expect(first.history.map(({ version }) => version)).toEqual(first.history.map((_, index) => index + 1));
  expect(first.key['version']).toBe(first.history.length);
  return first;
}
