import { describe, expect, it, onTestFinished } from 'vitest';
import { isRunning } from '../../../test/kit/launcher.ts';
import { ServiceNotReady, type ServiceProcess, spawnService } from '../spawn-service.ts';

const SETTINGS = { KEYLEDGER_UPSTREAM_PORT: '0' };
/** Runs before the service does. */
const NEVER_READY = 'console.log(process.pid); await new Promise(() => setInterval(() => 0, 1e6))';
const spawnUpstream = (signal?: AbortSignal): Promise<ServiceProcess> =>
  spawnService('sample-upstream', SETTINGS, signal === undefined ? {} : { signal });

describe('a service that cannot be started', () => {
  it('is not ready where there is no such program, and says why', async () => {
    const { execPath } = process;
    onTestFinished(() => void (process.execPath = execPath));
    process.execPath = '/nowhere/node';
    const error = await spawnUpstream().catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(ServiceNotReady);
    expect(String(error)).toContain('sample-upstream is not ready: Error: spawn /nowhere/node ENOENT');
  });

  it('is not ready where the system refuses its settings', async () => {
    const refused = spawnService('sample-upstream', { ...SETTINGS, TOO_LONG: 'x'.repeat(4_000_000) });
    await expect(refused).rejects.toThrow(ServiceNotReady);
  });
});

describe('a service that is no longer wanted', () => {
  it('is stopped while it starts, before that is told', async () => {
    const unwanted = new AbortController();
    let pid = 0;
    const settings = { ...SETTINGS, NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(NEVER_READY)}` };
    const onLine = (line: string): void => {
      pid = Number(line);
      unwanted.abort();
    };
    const starting = spawnService('sample-upstream', settings, { signal: unwanted.signal, onLine });
    await expect(starting).rejects.toThrow('not wanted any more');
    expect(pid).toBeGreaterThan(0);
    expect(isRunning(pid)).toBe(false);
  });

  it('is not even begun once that is known', async () => {
    await expect(spawnUpstream(AbortSignal.abort())).rejects.toThrow(ServiceNotReady);
  });

  it('goes on when it was ready before: it is its caller who stops it', async () => {
    const unwanted = new AbortController();
    const service = await spawnUpstream(unwanted.signal);
    unwanted.abort();
    expect((await fetch(service.addresses['http'] ?? '')).status).toBeLessThan(500);
    expect(await service.stop()).toEqual({ code: 0, signal: null });
  });
});
