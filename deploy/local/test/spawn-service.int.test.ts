import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { describe, expect, it, onTestFinished } from 'vitest';
import { eventually } from '../../../test/kit/eventually.ts';
import { isRunning } from '../../../test/kit/launcher.ts';
import { ServiceNotReady, type ServiceProcess, spawnService } from '../spawn-service.ts';

const SETTINGS = { KEYLEDGER_UPSTREAM_PORT: '0' };
/** Both run before the service does. */
const TELL_PID = `--import=data:text/javascript,${encodeURIComponent('console.log(`pid ${process.pid}`)')}`;
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

describe('a service whose starter is killed', () => {
  /** An API node, which waits for an authority that is not there. */
  const STARTER = `
    import { spawnService } from ${JSON.stringify(new URL('../spawn-service.ts', import.meta.url).href)};
    await spawnService('api-node', {
      KEYLEDGER_LEDGER: 'authority', KEYLEDGER_AUTHORITY: '127.0.0.1:1', KEYLEDGER_UPSTREAM: 'http://127.0.0.1:1',
      KEYLEDGER_NODE_TOKEN: 'n'.repeat(40), KEYLEDGER_API_NODE_HTTP_PORT: '0', KEYLEDGER_API_NODE_OPS_PORT: '0',
      KEYLEDGER_LOG_LEVEL: 'debug', NODE_OPTIONS: ${JSON.stringify(TELL_PID)},
    }, { onLine: (line) => console.log(line) });
  `;

  it('ends too, also while it starts', async () => {
    const flags = ['--disable-warning=ExperimentalWarning', '--input-type=module', '--eval', STARTER];
    const starter = spawn(process.execPath, flags, { stdio: ['ignore', 'pipe', 'inherit'] });
    onTestFinished(() => void starter.kill('SIGKILL'));
    let pid = 0;
    for await (const line of createInterface({ input: starter.stdout })) {
      if (line.startsWith('pid ')) pid = Number(line.slice('pid '.length));
      if (line.includes('"started"')) break;
    }
    // Its first part runs, and its last one never will.
    expect(isRunning(pid)).toBe(true);
    onTestFinished(() => void (isRunning(pid) && process.kill(pid, 'SIGKILL')));
    starter.kill('SIGKILL');
    await eventually(() => !isRunning(pid));
  });
});
