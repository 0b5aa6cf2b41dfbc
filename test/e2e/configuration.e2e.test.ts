import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { type AddressInfo, type Server, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startCluster } from '../kit/cluster.ts';
import { runService } from '../kit/run-service.ts';

const SECRET = 'a-secret-of-more-than-32-characters-that-nobody-may-see';
const SHORT_SECRET = 'too-short-to-be-a-secret';

interface Service {
  readonly name: string;
  /** Enough to start, with every port free; `FOLDER` stands for a folder. */
  readonly good: Readonly<Record<string, string>>;
  /** Each of them wrong in its own way. */
  readonly bad: Readonly<Record<string, string>>;
  /** Good in themselves, but each needs one that is in `missing`. */
  readonly halves: Readonly<Record<string, string>>;
  /** Names that must be reported without having been given. */
  readonly missing: readonly string[];
  /** Settings that name a file which cannot be used, by the name that is to blame. */
  readonly noFile: Readonly<Record<string, Readonly<Record<string, string>>>>;
  readonly ports: readonly string[];
  readonly secret: string | null;
}

const SERVICES: readonly Service[] = [
  {
    name: 'key-authority',
    good: {
      KEYLEDGER_LEDGER: 'embedded:FOLDER/ledger',
      KEYLEDGER_DATA_DIR: 'FOLDER/data',
      KEYLEDGER_ADMIN_TOKEN: SECRET,
    },
    bad: {
      KEYLEDGER_LEDGER: 'sqlite:keys.db',
      KEYLEDGER_ADMIN_TOKEN: SHORT_SECRET,
      KEYLEDGER_NODE_TOKEN_FILE: '/no/such/file',
      KEYLEDGER_AUTHORITY_HTTP_PORT: '70000',
      KEYLEDGER_AUTHORITY_GRPC_PORT: 'http',
      KEYLEDGER_AUTHORITY_OPS_PORT: '-1',
      KEYLEDGER_LOG_LEVEL: 'loud',
      KEYLEDGER_COMMAND_TIMEOUT: '10',
      KEYLEDGER_MAX_KEYS_PER_ORGANIZATION: 'many',
      KEYLEDGER_ENVIRONMENT: 'Live!',
      KEYLEDGER_COMAND_RATE: '20',
    },
    halves: { KEYLEDGER_KAFKA_SASL_PASSWORD: SECRET, KEYLEDGER_TLS_KEY_FILE: '/no/such/key.pem' },
    missing: ['KEYLEDGER_KAFKA_SASL_MECHANISM', 'KEYLEDGER_TLS_CERT_FILE'],
    noFile: {
      KEYLEDGER_KAFKA_TLS_CA_FILE: {
        KEYLEDGER_LEDGER: 'kafka:127.0.0.1:9',
        KEYLEDGER_KAFKA_TLS: 'on',
        KEYLEDGER_KAFKA_TLS_CA_FILE: '/no/such/ca.pem',
      },
      KEYLEDGER_PROFILE: { KEYLEDGER_PROFILE: './no-such.yaml' },
      KEYLEDGER_TLS_CERT_FILE: {
        KEYLEDGER_TLS_CERT_FILE: '/no/such/cert.pem',
        KEYLEDGER_TLS_KEY_FILE: '/no/such/key.pem',
      },
    },
    ports: ['KEYLEDGER_AUTHORITY_HTTP_PORT', 'KEYLEDGER_AUTHORITY_GRPC_PORT', 'KEYLEDGER_AUTHORITY_OPS_PORT'],
    secret: 'KEYLEDGER_ADMIN_TOKEN',
  },
  {
    name: 'api-node',
    // Port 9 answers nobody: what is tried before the ports open must not need an authority.
    good: {
      KEYLEDGER_LEDGER: 'authority',
      KEYLEDGER_AUTHORITY: '127.0.0.1:9',
      KEYLEDGER_NODE_TOKEN: SECRET,
      KEYLEDGER_UPSTREAM: 'http://127.0.0.1:9',
    },
    bad: {
      KEYLEDGER_LEDGER: 'embedded:somewhere',
      KEYLEDGER_AUTHORITY: 'host-without-port',
      KEYLEDGER_NODE_TOKEN: `${SECRET} with blanks`,
      KEYLEDGER_API_NODE_HTTP_PORT: '8410.5',
      KEYLEDGER_API_KEYS: 'yes',
      KEYLEDGER_TRUSTED_PROXIES: '10.0.0.0/8,everybody',
      KEYLEDGER_CACHE_ENTRIES: '0',
      KEYLEDGER_MISS_RATE: '1e3',
      KEYLEDGER_KAFKA_TLS_CA_FILE: '/no/such/ca.pem',
      KEYLEDGER_UPSTREEM: 'http://127.0.0.1:8420',
    },
    halves: {},
    missing: ['KEYLEDGER_UPSTREAM'],
    noFile: {
      KEYLEDGER_COUNTRY_DB: { KEYLEDGER_COUNTRY_DB: '/no/such.mmdb' },
      KEYLEDGER_PROFILE: { KEYLEDGER_PROFILE: 'no-such-profile' },
    },
    ports: ['KEYLEDGER_API_NODE_OPS_PORT'],
    secret: 'KEYLEDGER_NODE_TOKEN',
  },
  {
    name: 'sample-upstream',
    good: {},
    bad: { KEYLEDGER_UPSTREAM_PORT: '65536', KEYLEDGER_LOG_LEVEL: 'DEBUG', KEYLEDGER_LISTEN_HOST: 'a b' },
    halves: {},
    missing: [],
    noFile: {},
    ports: ['KEYLEDGER_UPSTREAM_PORT'],
    secret: null,
  },
];

let folder: string;
let taken: Server;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'keyledger-configuration-'));
  taken = createServer();
  await new Promise<void>((resolve) => taken.listen(0, '127.0.0.1', resolve));
});
afterAll(async () => {
  taken.close();
  await rm(folder, { recursive: true, force: true });
});

const goodOf = ({ good, ports }: Service): Record<string, string> => ({
  ...Object.fromEntries(ports.map((name) => [name, '0'])),
  ...Object.fromEntries(Object.entries(good).map(([name, value]) => [name, value.replace('FOLDER', folder)])),
});
const keyOf = (name: string): string => name.replace('KEYLEDGER_', '').toLowerCase();

/** The names of the lines that report a problem. */
const reported = (stderr: string): string[] =>
  stderr
    .split('\n')
    .flatMap((line) => /^ {2}(KEYLEDGER_[A-Z_]+)/.exec(line)?.[1] ?? [])
    .sort();

describe.each(SERVICES)('$name', (service) => {
  const { name, bad, halves, missing, noFile, secret } = service;
  const wrong = [...Object.keys(bad), ...missing].sort();

  it.each([{ args: [] }, { args: ['--check-config'] }, { args: ['--print-config'] }])(
    'reports every mistake of the environment at once, by name, and ends with 2 ($args)',
    async ({ args }) => {
      const { code, stderr, stdout } = await runService(name, { ...bad, ...halves }, args);
      expect({ code, reported: reported(stderr) }).toEqual({ code: 2, reported: wrong });
      expect(stderr + stdout).not.toContain(SECRET);
      expect(stderr + stdout).not.toContain(SHORT_SECRET);
    },
  );

  it('reports the mistakes of a file with their lines', async () => {
    const file = join(folder, `${name}.yaml`);
    const entries = Object.entries(bad);
    const all = [...entries, ...Object.entries(halves)];
    await writeFile(
      file,
      `# settings\n${all.map(([key, value]) => `${keyOf(key)}: ${JSON.stringify(value)}\n`).join('')}`,
    );
    const { code, stderr } = await runService(name, {}, ['--config', file]);
    expect({ code, reported: reported(stderr) }).toEqual({ code: 2, reported: wrong });
    for (const [index, [key]] of entries.entries()) {
      const line = stderr.split('\n').find((each) => each.startsWith(`  ${key} (`)) ?? `no line for ${key}`;
      expect(line).toContain(`${file} line ${String(index + 2)}`);
    }
    expect(stderr).not.toContain(SECRET);
    expect(stderr).not.toContain(SHORT_SECRET);
  });

  it('says by name and line what of a file is no YAML, and quotes none of it', async () => {
    const file = join(folder, `${name}-broken.yaml`);
    await writeFile(file, `log_level: info\nadmin_token: "${SECRET}\n`);
    const { code, stderr } = await runService(name, {}, ['--config', file]);
    expect(code).toBe(2);
    expect(stderr).toContain(file);
    expect(stderr).toMatch(/line \d/);
    expect(stderr).not.toContain(SECRET);
  });

  it('says that a file which is not there cannot be read', async () => {
    const { code, stderr } = await runService(name, goodOf(service), ['--config', join(folder, 'none.yaml')]);
    expect(code).toBe(2);
    expect(stderr).toContain('none.yaml');
  });

  it('refuses an option that it does not know', async () => {
    const { code, stderr } = await runService(name, goodOf(service), ['--verbose']);
    expect(code).toBe(2);
    expect(stderr).toContain('--verbose');
  });

  it('reports every file that cannot be used with --check-config, and ends with 2 as a start does', async () => {
    const all = { ...goodOf(service), ...Object.assign({}, ...Object.values(noFile)) };
    const { code, stderr } = await runService(name, all, ['--check-config']);
    const names = Object.keys(noFile).sort();
    expect({ code, reported: reported(stderr) }).toEqual({ code: names.length === 0 ? 0 : 2, reported: names });
    for (const [to, settings] of Object.entries(noFile)) {
      const started = await runService(name, { ...goodOf(service), ...settings });
      expect({ code: started.code, reported: reported(started.stderr) }).toEqual({ code: 2, reported: [to] });
    }
  });

  it('finds good settings good, and shows them with secrets masked', async () => {
    expect(await runService(name, goodOf(service), ['--check-config'])).toMatchObject({ code: 0, stderr: '' });
    const { code, stdout } = await runService(name, goodOf(service), ['--print-config']);
    expect(code).toBe(0);
    expect(stdout).not.toContain(SECRET);
    if (secret !== null) expect(stdout).toMatch(new RegExp(`^${keyOf(secret)}: .*redacted.* ${secret}$`, 'm'));
    // What is shown can be used as a file.
    const file = join(folder, `${name}-printed.yaml`);
    await writeFile(
      file,
      stdout
        .split('\n')
        .filter((line) => !line.includes('redacted'))
        .join('\n'),
    );
    const secrets = secret === null ? {} : { [secret]: SECRET };
    expect(await runService(name, secrets, ['--config', file, '--check-config'])).toMatchObject({
      code: 0,
      stderr: '',
    });
  });

  it.each(service.ports)('ends with 2 and names %s where its port is taken', async (port) => {
    const { port: number } = taken.address() as AddressInfo;
    const { code, stderr, stdout } = await runService(name, { ...goodOf(service), [port]: String(number) });
    expect({ code, reported: reported(stderr) }).toEqual({ code: 2, reported: [port] });
    expect(stderr).toContain(`127.0.0.1:${String(number)} is already taken`);
    expect(stderr + stdout).not.toContain(SECRET);
  });
});

describe('api-node, beside a running authority', () => {
  it('ends with 2 and names KEYLEDGER_API_NODE_HTTP_PORT where its port is taken', async () => {
    const cluster = await startCluster({ apiNodes: 0 });
    try {
      const { port } = taken.address() as AddressInfo;
      const { code, stderr } = await runService('api-node', {
        KEYLEDGER_LEDGER: 'authority',
        KEYLEDGER_AUTHORITY: cluster.authorities[0]?.addresses['grpc'] ?? '',
        KEYLEDGER_NODE_TOKEN_FILE: join(cluster.folder, 'node-token'),
        KEYLEDGER_UPSTREAM: cluster.upstream,
        KEYLEDGER_API_NODE_OPS_PORT: '0',
        KEYLEDGER_API_NODE_HTTP_PORT: String(port),
      });
      expect({ code, reported: reported(stderr) }).toEqual({ code: 2, reported: ['KEYLEDGER_API_NODE_HTTP_PORT'] });
      expect(stderr).toContain(`127.0.0.1:${String(port)} is already taken`);
    } finally {
      await cluster.stop();
    }
  });
});
