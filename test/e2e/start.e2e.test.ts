import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { eventually } from '../kit/eventually.ts';
import { Launcher, isRunning } from '../kit/launcher.ts';

const run = promisify(execFile);
const launchers: Launcher[] = [];
let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'keyledger-start-'));
});
afterEach(async () => {
  await Promise.all(launchers.splice(0).map((launcher) => launcher.stop()));
  await rm(folder, { recursive: true, force: true });
});

function launch(env?: Readonly<Record<string, string>>): Launcher {
  const launcher = new Launcher(folder, env);
  launchers.push(launcher);
  return launcher;
}

const file = (name: string): string => join(folder, '.keyledger', name);
const demoKey = async (): Promise<string> => (await readFile(file('demo-key'), 'utf8')).trim();

/** Runs a line that was printed, in a shell, where it was printed. */
async function shell(line: string, env: Readonly<Record<string, string>> = {}): Promise<unknown> {
  const options = { cwd: folder, env: { ...process.env, ...env } };
  const { stdout } = await run('/bin/sh', ['-c', line.replace('curl ', 'curl --silent ')], options);
  return JSON.parse(stdout);
}
const printed = (output: string): string[] =>
  output.split('\n').flatMap((line) => (/^ +curl /.test(line) ? [line.trim()] : []));

async function admin(url: string, method: string, path: string): Promise<Record<string, unknown>> {
  const authorization = `Bearer ${(await readFile(file('admin-token'), 'utf8')).trim()}`;
  const response = await fetch(url + path, { method, headers: { authorization } });
  return (await response.json()) as Record<string, unknown>;
}

describe('npm start', () => {
  it('prints lines that work as they stand, writes ready.json, and stops everything at Ctrl-C', async () => {
    const launcher = launch();
    const ready = await launcher.ready();
    const http = expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+$/) as string;
    const grpc = expect.stringMatching(/^127\.0\.0\.1:\d+$/) as string;
    const organization = expect.stringMatching(/^org_[0-9a-z]+$/) as string;
    expect(ready).toMatchObject({
      profile: 'default',
      environment: 'live',
      authority: { http, grpc, ops: http },
      api_node: { http, ops: http },
      upstream: { http },
      sample: { organizations: { acme: organization, globex: organization }, resources: {} },
    });
    const { acme } = ready.sample.organizations;

    const [hello = '', keys = ''] = printed(launcher.output);
    expect(await shell(hello)).toMatchObject({ key: { organization: acme, environment: 'live' } });
    expect(await shell(keys)).toMatchObject({ items: [{ name: 'demo', state: 'active' }] });
    for (const name of ['admin-token', 'node-token', 'demo-key']) {
      expect(launcher.output).not.toContain((await readFile(file(name), 'utf8')).trim());
    }

    const children = launcher.children();
    expect(children).toHaveLength(3);
    expect(await launcher.stop()).toEqual({ code: 0, signal: null });
    expect(children.filter(isRunning)).toEqual([]);
    expect(existsSync(file('ready.json'))).toBe(false);
  });

  it('keeps what is secret from other users of the machine', async () => {
    await launch().ready();
    const modes: Record<string, string> = {};
    for (const name of await readdir(file('.'), { recursive: true }))
      modes[name] = ((await stat(file(name))).mode & 0o777).toString(8);
    expect(modes).toMatchObject({ 'admin-token': '600', 'node-token': '600', 'demo-key': '600', 'digest-keys': '700' });
    const [digestKey = ''] = await readdir(file('digest-keys'));
    expect(modes[join('digest-keys', digestKey)]).toBe('600');
    expect(((await stat(file('.'))).mode & 0o777).toString(8)).toBe('700');
  });

  it("takes the user's own tokens, as a text or as a file, and says what to do with them", async () => {
    const nodeTokenFile = join(folder, 'token of the node');
    await writeFile(nodeTokenFile, 'n'.repeat(40));
    const env = { KEYLEDGER_ADMIN_TOKEN: 'a'.repeat(40), KEYLEDGER_NODE_TOKEN_FILE: nodeTokenFile };
    const launcher = launch(env);
    await launcher.ready();
    const [hello = '', keys = ''] = printed(launcher.output);
    expect(await shell(hello)).toMatchObject({ key: { environment: 'live' } });
    expect(await shell(keys, env)).toMatchObject({ items: [{ name: 'demo', state: 'active' }] });
    await rm(nodeTokenFile);
    await launcher.stop();
    const without = launch(env);
    expect(await without.ended).toEqual({ code: 2, signal: null });
    expect(without.output).toContain('KEYLEDGER_NODE_TOKEN_FILE');
  });

  it('keeps the data over a restart, and replaces a demo key that no longer works', async () => {
    const first = launch();
    const { sample } = await first.ready();
    const key = await demoKey();
    await first.stop();

    const second = launch();
    const ready = await second.ready();
    expect(ready.sample.organizations).toEqual(sample.organizations);
    expect(await demoKey()).toBe(key);
    expect(await shell(printed(second.output)[0] ?? '')).toMatchObject({
      key: { organization: sample.organizations['acme'] },
    });
    const { http = '' } = ready.authority;
    const { items } = (await admin(http, 'GET', `/v1/organizations/${sample.organizations['acme'] ?? ''}/keys`)) as {
      items: { id: string }[];
    };
    expect(items).toHaveLength(1);
    expect(await admin(http, 'POST', `/v1/keys/${items[0]?.id ?? ''}/revoke`)).toMatchObject({ state: 'revoked' });
    await second.stop();

    const third = launch();
    await third.ready();
    expect(await demoKey()).not.toBe(key);
    expect(await shell(printed(third.output)[0] ?? '')).toMatchObject({
      message: `Hello, ${sample.organizations['acme'] ?? ''}.`,
    });
  });

  it.each(['KEYLEDGER_AUTHORITY_HTTP_PORT', 'KEYLEDGER_API_NODE_HTTP_PORT', 'KEYLEDGER_UPSTREAM_PORT'])(
    'ends with 2 and names %s where its port is taken, and leaves nothing running',
    async (setting) => {
      const taken = createServer();
      await new Promise<void>((resolve) => taken.listen(0, '127.0.0.1', resolve));
      const { port } = taken.address() as AddressInfo;
      const launcher = launch({ [setting]: String(port) });
      const pids = new Set<number>();
      const watching = setInterval(() => launcher.children().forEach((pid) => pids.add(pid)), 20);
      expect(await launcher.ended).toEqual({ code: 2, signal: null });
      clearInterval(watching);
      expect(launcher.output).toContain(`${setting}: 127.0.0.1:${String(port)} is already taken`);
      expect(pids.size).toBeGreaterThan(0);
      expect([...pids].filter(isRunning)).toEqual([]);
      expect(existsSync(file('ready.json'))).toBe(false);
      taken.close();
    },
  );

  it('says so where another one runs on the same data, and leaves that one alone', async () => {
    const first = launch();
    const ready = await first.ready();
    const second = launch();
    expect(await second.ended).toEqual({ code: 2, signal: null });
    expect(second.output).toMatch(/^ {2}KEYLEDGER_LEDGER: Another process has the ledger in \S+ open\./m);
    expect(second.output, 'the message alone').not.toMatch(/"level":"error"|\n +at /);
    expect(JSON.parse(await readFile(file('ready.json'), 'utf8'))).toEqual(ready);
    expect(await shell(printed(first.output)[0] ?? '')).toMatchObject({
      message: `Hello, ${ready.sample.organizations['acme'] ?? ''}.`,
    });
  });

  it('stops everything when its terminal is closed', async () => {
    const launcher = launch();
    await launcher.ready();
    const children = launcher.children();
    launcher.kill('SIGHUP');
    expect(await launcher.ended).toEqual({ code: 0, signal: null });
    expect(children.filter(isRunning)).toEqual([]);
    expect(existsSync(file('ready.json'))).toBe(false);
  });

  it('begins nothing more, and leaves nothing running, where it is stopped while it starts', async () => {
    const launcher = launch();
    const pids = new Set<number>();
    const look = (): void => launcher.children().forEach((pid) => pids.add(pid));
    await eventually(() => (look(), pids.size > 0));
    const watching = setInterval(look, 20);
    expect(await launcher.stop()).toEqual({ code: 0, signal: null });
    clearInterval(watching);
    // The one that was seen, and perhaps one that it had already begun with when it was told.
    expect(pids.size).toBeLessThan(3);
    expect([...pids].filter(isRunning)).toEqual([]);
    expect(existsSync(file('ready.json'))).toBe(false);
  });

  it('takes its processes along when it is killed', async () => {
    const launcher = launch();
    await launcher.ready();
    const children = launcher.children();
    expect(children).toHaveLength(3);
    launcher.kill('SIGKILL');
    await launcher.ended;
    await eventually(() => children.every((pid) => !isRunning(pid)), 15_000);
    // What it left behind does not keep the next one from starting.
    expect(existsSync(file('ready.json'))).toBe(true);
    const next = launch({ KEYLEDGER_API_NODE_OPS_PORT: 'none' });
    expect((await next.ended).code).toBe(2);
    expect(existsSync(file('ready.json')), 'of a run that is over').toBe(false);
    await launch().ready();
  });

  it('says which process has died, and stops the others', async () => {
    const launcher = launch();
    await launcher.ready();
    const children = launcher.children();
    process.kill(children[0] ?? 0, 'SIGKILL');
    expect(await launcher.ended).toEqual({ code: 1, signal: null });
    expect(launcher.output).toMatch(/(sample-upstream|key-authority|api-node) ended with SIGKILL/);
    expect(children.filter(isRunning)).toEqual([]);
    expect(existsSync(file('ready.json'))).toBe(false);
  });
});
