import { type Server, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Client } from '@grpc/grpc-js';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sendRaw } from '../../services/api-node/test/kit/raw-client.ts';
import { type Cluster, startCluster } from '../kit/cluster.ts';
import { call, openClient } from './bad-input/grpc-call.ts';
import { grpcRows } from './bad-input/grpc-rows.ts';
import type { HttpRow } from './bad-input/http-row.ts';
import { publicRows } from './bad-input/public-rows.ts';
import { restRows } from './bad-input/rest-rows.ts';
import { PLACEHOLDERS, type Things, makeThings } from './bad-input/things.ts';

let cluster: Cluster;
let things: Things;
let client: Client;
let upstream: Server;
let upstreamRequests = 0;
let end: number;

beforeAll(async () => {
  upstream = createServer((_request, response) => {
    upstreamRequests += 1;
    response.setHeader('content-type', 'application/json').end('{}');
  });
  await new Promise<void>((resolve) => upstream.listen(0, '127.0.0.1', resolve));
  cluster = await startCluster({
    upstream: `http://127.0.0.1:${String((upstream.address() as AddressInfo).port)}`,
    // So that no row is answered with 429, however long the table gets.
    env: { KEYLEDGER_COMMAND_BURST: '10000' },
  });
  things = await makeThings(cluster);
  client = openClient(cluster.authorities[0]?.addresses['grpc'] ?? '');
  end = await applied();
});

afterAll(async () => {
  client?.close();
  upstream?.close();
  // Fails where one of the secrets, which the rows have sent in every wrong place, stands in a log line.
  await cluster?.stop();
});

const applied = (): Promise<number> => cluster.metric(cluster.authorities[0]!, 'keyledger_ledger_applied_position');
const portOf = (url = ''): number => Number(new URL(url).port);
const titles = (rows: (things: Things) => readonly { readonly title: string }[]) =>
  rows(PLACEHOLDERS).map(({ title }, index) => ({ title, index }));

/** Sends the row, and checks everything that its answer says; `codeName` is what this port calls the code. */
async function expectAnswer(row: HttpRow | undefined, port: number, codeName: string): Promise<void> {
  if (row === undefined) throw new Error('no such row');
  const { status, body, text, headers } = await sendRaw(port, row.bytes);
  const optional = row.code === null || row.status === 431;
  const json = body === '' && optional ? {} : (JSON.parse(body) as Record<string, unknown>);
  const errors = (json['errors'] ?? []) as { field: string }[];
  const code = body === '' && optional ? row.code : (json[codeName] ?? null);
  const fields = [...new Set(errors.map(({ field }) => field))].sort();
  expect({ status, code, fields }).toEqual({ status: row.status, code: row.code, fields: row.fields });
  expect(
    [...cluster.secrets].filter((secret) => text.includes(secret)),
    'a secret in the answer',
  ).toEqual([]);
  if (row.status === 401) expect(headers.get('www-authenticate')?.[0]).toMatch(/^Bearer/);
}

describe('a bad request is answered with its documented error', () => {
  it.each(titles(restRows))('admin port, $title', ({ index }) =>
    expectAnswer(restRows(things)[index], portOf(cluster.authorities[0]?.addresses['http']), 'code'),
  );
  it.each(titles(publicRows))('public port, $title', ({ index }) =>
    expectAnswer(publicRows(things)[index], portOf(cluster.apiNodes[0]?.addresses['http']), 'reason_code'),
  );
  it.each(titles(grpcRows))('gRPC, $title', async ({ index }) => {
    const row = grpcRows(things)[index];
    if (row === undefined) throw new Error('no such row');
    const { status, code, fields, text } = await call(client, row);
    expect({ status, code, fields }).toEqual({ status: row.status, code: row.code, fields: row.fields });
    expect(
      [...cluster.secrets].filter((secret) => text.includes(secret)),
      'a secret in the answer',
    ).toEqual([]);
  });
});

describe('after all the bad requests', () => {
  it('the upstream was not asked a single time', () => {
    expect(upstreamRequests).toBe(0);
  });
  it('nothing stands in the ledger because of them', async () => {
    expect(await applied()).toBe(end);
  });
  it('no process has failed at anything', () => {
    expect(cluster.logs.filter((line) => line.includes('"level":"error"'))).toEqual([]);
  });
  it('the services work as before', async () => {
    expect((await cluster.request(0, things.secret)).status).toBe(200);
    expect(upstreamRequests).toBe(1);
    const { id, secret } = await cluster.admin().key(things.organization);
    expect((await cluster.request(0, secret)).status).toBe(200);
    expect((await cluster.admin().command(id, 'revoke')).status).toBe(200);
  });
  it('they were many', () => {
    expect(titles(restRows).length + titles(publicRows).length + titles(grpcRows).length).toBeGreaterThanOrEqual(200);
  });
});
