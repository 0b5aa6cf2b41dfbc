import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { silentLogger } from '@keyledger/ports';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createHealth, createMetrics, startOpsServer } from '../src/index.ts';

async function serve(state: () => object | Promise<object> = () => ({ position: '42' })) {
  const health = createHealth();
  const metrics = createMetrics();
  const server = await startOpsServer({
    port: 0,
    setting: 'KEYLEDGER_X_PORT',
    health,
    metrics,
    state,
    logger: silentLogger,
  });
  onTestFinished(() => server.close());
  return { health, server, get: (path: string, init?: RequestInit) => fetch(server.url + path, init) };
}

describe('the ops server', () => {
  it('is open on loopback alone, on a port that the system chose', async () => {
    const { server } = await serve();
    expect(server.url).toBe(`http://127.0.0.1:${server.port}`);
    expect(server.port).toBeGreaterThan(0);
  });

  it('is live at once, and ready when every check is', async () => {
    const { get, health } = await serve();
    const check = health.check('ledger');
    check.failing('the broker does not answer');
    expect((await get('/livez')).status).toBe(200);
    const unready = await get('/readyz');
    expect(unready.status).toBe(503);
    expect(await unready.json()).toEqual({
      ready: false,
      checks: [{ name: 'ledger', ok: false, why: 'the broker does not answer' }],
    });
    check.ok();
    const ready = await get('/readyz');
    expect(ready.status).toBe(200);
    expect(await ready.json()).toMatchObject({ ready: true });
  });

  it('shows metrics as Prometheus reads them and the state as JSON', async () => {
    const { get } = await serve();
    const metrics = await get('/metrics');
    expect(metrics.headers.get('content-type')).toMatch(/^text\/plain; version=0\.0\.4/);
    expect(await metrics.text()).toContain('process_cpu_seconds_total');
    const state = await get('/debug/state');
    expect(state.headers.get('cache-control')).toBe('no-store');
    expect(await state.json()).toEqual({ position: '42' });
  });

  it('answers all else with a JSON problem: unknown paths, other methods, bodies', async () => {
    const { get } = await serve();
    for (const [path, init] of [['/'], ['/livez/x'], ['/readyz', { method: 'POST', body: '{' }]] as const) {
      const answer = await get(path, init);
      expect(answer.status, path).toBe(404);
      expect(answer.headers.get('content-type')).toMatch(/^application\/problem\+json/);
      expect(await answer.json()).toMatchObject({ status: 404, code: 'not_found' });
    }
  });

  it('tells nobody why the state could not be had', async () => {
    const { get } = await serve(() => Promise.reject(new Error('at /private/path')));
    const answer = await get('/debug/state');
    expect(answer.status).toBe(500);
    expect(await answer.text()).not.toContain('private');
  });

  it('refuses a port that is taken by the name of its setting', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    onTestFinished(() => void other.close());
    await new Promise((resolve) => other.once('listening', resolve));
    const { port } = other.address() as AddressInfo;
    const options = { health: createHealth(), metrics: createMetrics(), state: () => ({}), logger: silentLogger };
    await expect(startOpsServer({ ...options, port, setting: 'KEYLEDGER_X_PORT' })).rejects.toThrow(
      `KEYLEDGER_X_PORT: 127.0.0.1:${port} is already taken`,
    );
  });
});
