import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ReadyFile } from '../../deploy/local/pair.ts';
import { Launcher } from '../kit/launcher.ts';

const run = promisify(execFile);
const launchers: Launcher[] = [];
let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'keyledger-systems-'));
});
afterEach(async () => {
  await Promise.all(launchers.splice(0).map((launcher) => launcher.stop()));
  await rm(folder, { recursive: true, force: true });
});

function launch(profile: string): Launcher {
  const launcher = new Launcher(folder, { KEYLEDGER_PROFILE: profile });
  launchers.push(launcher);
  return launcher;
}

const demoKey = async (): Promise<string> => (await readFile(join(folder, '.keyledger', 'demo-key'), 'utf8')).trim();

/** Runs the first line that was printed to be tried, where it was printed. */
async function tryOut({ output }: Launcher): Promise<Record<string, unknown>> {
  const line = /^ +(curl .*)$/m.exec(output)?.[1] ?? '';
  const { stdout } = await run('/bin/sh', ['-c', line.replace('curl ', 'curl --silent --fail ')], { cwd: folder });
  return JSON.parse(stdout) as Record<string, unknown>;
}

const README = await readFile(new URL('../../README.md', import.meta.url), 'utf8');
/** The profile that the documentation shows. */
const LIBRARY =
  /```yaml\n([^`]+)```/.exec(await readFile(new URL('../../docs/profiles.md', import.meta.url), 'utf8'))?.[1] ?? '';
const PORT = 'http://127.0.0.1:8410';

/** The lines of the README for one system: what to ask for, and the error that it is said to end in. */
function linesFor(profile: string) {
  const lines = README.matchAll(new RegExp(`^(ask '.+') +# ${profile}: (?:\\d{3} (\\w+))?`, 'gm'));
  return [...lines].map(([, line = '', reasonCode]) => ({ line, reasonCode }));
}

/** Runs lines of the README as they stand, but for the port. */
async function runAsWritten(lines: string, { api_node: node }: ReadyFile): Promise<Record<string, unknown>> {
  const ask = /^ask\(\) \{.*$/m.exec(README)?.[0] ?? '';
  const script = `${ask}\n${lines}`.replaceAll(PORT, node['http'] ?? '').replaceAll('curl ', 'curl --silent ');
  const { stdout } = await run('/bin/sh', ['-c', script], { cwd: folder });
  return JSON.parse(stdout) as Record<string, unknown>;
}

const SYSTEMS = [
  { profile: 'charthero', environment: 'live', key: /^ch_sk_/, listed: 'items', resource: 'own_encounter' },
  { profile: 'chrt-tracking', environment: 'live', key: /^ak_/, listed: 'items', resource: 'session' },
  { profile: 'chrt-charts', environment: 'production', key: /^chrt_sk_prod/, listed: 'features', resource: 'mbtiles' },
  { profile: 'chronicle', environment: 'live', key: /^chr_/, listed: 'items', resource: 'presentation' },
];

describe('npm start', () => {
  it.each(SYSTEMS)(
    'as $profile prints a line that works as it stands, and what the README says of it is so',
    async (system) => {
      const { profile, environment, key, listed, resource } = system;
      const launcher = launch(profile);
      const ready = await launcher.ready();
      expect(ready).toMatchObject({ profile, environment });
      expect(ready.sample.resources[resource]).toMatch(/^[0-9a-f]{32}$/);
      expect(await demoKey()).toMatch(key);
      expect((await tryOut(launcher))[listed]).not.toHaveLength(0);

      const lines = linesFor(profile);
      expect(lines).toHaveLength(2);
      for (const { line, reasonCode } of lines) {
        const told = await runAsWritten(line, ready);
        expect(told['reason_code'], line).toBe(reasonCode);
        if (reasonCode === undefined) expect(told[listed]).not.toHaveLength(0);
      }
      expect(await runAsWritten(`curl ${PORT}/openapi.json`, ready)).toMatchObject({ info: { title: profile } });
    },
  );

  it.each([
    ['as docs/profiles.md has it', LIBRARY],
    [
      'whose keys need a date and have a header of their own',
      LIBRARY + 'expiry: { required: true }\ncredentials: { headers: [X-Api-Key] }\n',
    ],
    ['whose routes by GET have parameters', LIBRARY.replace(/^ {2}books\.list:.*\n/m, '')],
  ])("with a profile of one's own, %s, prints a line that works as it stands", async (_what, yaml) => {
    await writeFile(join(folder, 'library.yaml'), yaml);
    const launcher = launch('./library.yaml');
    expect(await launcher.ready()).toMatchObject({ profile: './library.yaml', environment: 'live' });
    expect(await tryOut(launcher)).toMatchObject({
      method: 'GET',
      target: expect.stringMatching(/^\/v1\/books/) as string,
    });
  });

  it('keeps what profiles make in one data folder apart, and each finds its own again', async () => {
    const first = launch('charthero');
    const { sample } = await first.ready();
    const key = await demoKey();
    await first.stop();

    const other = launch('chronicle');
    const { sample: others } = await other.ready();
    expect(others.organizations['acme']).not.toBe(sample.organizations['acme']);
    expect(Object.keys(others.resources)).not.toContain('own_encounter');
    expect(await demoKey()).not.toBe(key);
    const third = launch('charthero');
    expect(await third.ended).toEqual({ code: 2, signal: null });
    expect(third.output).toContain('The profile chronicle runs in .keyledger now.');
    await other.stop();

    const again = launch('charthero');
    expect((await again.ready()).sample).toEqual(sample);
    expect(await demoKey()).toBe(key);
    expect((await tryOut(again))['items']).toHaveLength(3);
  });
});
