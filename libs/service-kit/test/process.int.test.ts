import { spawn } from 'node:child_process';
import type { ChildProcessByStdio } from 'node:child_process';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { describe, expect, it, onTestFinished } from 'vitest';
import { scratchFile } from './scratch.ts';

const DEMO = fileURLToPath(new URL('./fixtures/demo-process.ts', import.meta.url));
const TOKEN = 'swordfish-swordfish-swordfish-swordfish';

interface Running {
  readonly child: ChildProcessByStdio<null, Readable, Readable>;
  /** Everything that was written so far. */
  readonly output: { out: string; err: string };
  readonly exited: Promise<{ code: number | null; signal: string | null }>;
  /** Resolves when standard output holds the text. */
  seen(text: string): Promise<void>;
}

function run(args: readonly string[], env: Record<string, string> = {}): Running {
  const child = spawn(process.execPath, [DEMO, ...args], {
    env: { KEYLEDGER_API_NODE_OPS_PORT: '0', KEYLEDGER_ADMIN_TOKEN: TOKEN, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const output = { out: '', err: '' };
  child.stdout.setEncoding('utf8').on('data', (text: string) => (output.out += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (output.err += text));
  const exited = new Promise<{ code: number | null; signal: string | null }>((resolve) =>
    child.once('close', (code, signal) => resolve({ code, signal })),
  );
  onTestFinished(async () => {
    child.kill('SIGKILL');
    await exited;
  });
  const seen = (text: string): Promise<void> =>
    new Promise((resolve, reject) => {
      const look = (): void => {
        if (output.out.includes(text)) resolve();
      };
      child.stdout.on('data', look);
      void exited.then(() => reject(new Error(`ended without ${text}: ${output.out}${output.err}`)));
      look();
    });
  return { child, output, exited, seen };
}

async function outcome(args: readonly string[], env?: Record<string, string>) {
  const { output, exited } = run(args, env);
  const { code } = await exited;
  return { code, ...output };
}

describe('the command line of a process', () => {
  it('answers --version and --help', async () => {
    expect(await outcome(['--version'])).toEqual({ code: 0, out: 'demo 1.2.3\n', err: '' });
    const help = await outcome(['--help']);
    expect(help).toMatchObject({ code: 0, err: '' });
    for (const part of ['--print-config', 'KEYLEDGER_ADMIN_TOKEN[_FILE]', 'KEYLEDGER_LISTEN_HOST (127.0.0.1)']) {
      expect(help.out).toContain(part);
    }
  });

  it.each([[['--nope']], [['stray']], [['--config']], [['--config=']]])('refuses %j with exit code 2', async (args) => {
    const { code, out, err } = await outcome(args);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toMatch(/^demo: .+\nTry --help\.\n$/);
  });

  it('prints what is in force, secrets masked', async () => {
    const file = scratchFile('k.yaml', 'log_level: warn\nlisten_host: "::1"\n');
    const { code, out } = await outcome(['--print-config', '--config', file], { KEYLEDGER_LISTEN_HOST: '127.0.0.1' });
    expect(code).toBe(0);
    expect(out).toContain(`log_level: warn # ${file} line 1`);
    expect(out).toContain('listen_host: 127.0.0.1 # KEYLEDGER_LISTEN_HOST');
    expect(out).not.toContain('swordfish');
  });

  it('says with --check-config that all is fine', async () => {
    expect(await outcome(['--check-config'])).toEqual({ code: 0, out: 'The settings are fine.\n', err: '' });
  });

  it.each(['--check-config', '--print-config', undefined])(
    'reports every problem with %s and exits with 2',
    async (option) => {
      const env = { KEYLEDGER_LOG_LEVEL: 'loud', KEYLEDGER_ADMIN_TOKEN: 'swordfish', KEYLEDGER_LISTEN_HOTS: 'x' };
      const { code, out, err } = await outcome(option === undefined ? [] : [option], env);
      expect({ code, out }).toEqual({ code: 2, out: '' });
      for (const name of Object.keys(env)) expect(err).toContain(`  ${name}: `);
      expect(err).not.toContain('swordfish');
    },
  );
});

describe('a running process', () => {
  it.each(['SIGINT', 'SIGTERM'] as const)('stops gracefully on %s', async (signal) => {
    const demo = run([]);
    await demo.seen('"ready"');
    demo.child.kill(signal);
    expect(await demo.exited).toEqual({ code: 0, signal: null });
    expect(demo.output.out).toContain(`"why":"${signal}"`);
  });

  it('stops at once on the second signal', async () => {
    const demo = run([], { BEHAVIOUR: 'hang' });
    await demo.seen('"ready"');
    demo.child.kill('SIGTERM');
    await demo.seen('"stopping"');
    demo.child.kill('SIGTERM');
    expect(await demo.exited).toEqual({ code: 143, signal: null });
  });

  it('ends with a failure, naming the part, when one does not stop in time', async () => {
    const demo = run([], { BEHAVIOUR: 'hang', STOPS_WITHIN_MS: '500' });
    await demo.seen('"ready"');
    demo.child.kill('SIGTERM');
    expect((await demo.exited).code).toBe(1);
    expect(demo.output.out).toContain('"part":"hanging part"');
  });

  it.each(['throw', 'reject', 'fail'])(
    'ends with a failure and a log entry without secrets on %s',
    async (behaviour) => {
      const { code, out, err } = await outcome([], { BEHAVIOUR: behaviour });
      expect(code).toBe(1);
      expect(out).toContain('"level":"error"');
      expect(out + err).not.toContain('swordfish');
    },
  );

  it('exits with 2 and names setting, address and port where its port is taken', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    onTestFinished(() => void other.close());
    await new Promise((resolve) => other.once('listening', resolve));
    const { port } = other.address() as AddressInfo;
    const { code, out, err } = await outcome([], { KEYLEDGER_API_NODE_OPS_PORT: String(port) });
    expect(code).toBe(2);
    expect(err).toBe(`demo cannot start:\n  KEYLEDGER_API_NODE_OPS_PORT: 127.0.0.1:${port} is already taken\n`);
    expect(out, 'no stack above what the operator must mend').not.toContain('"level":"error"');
  });
});
