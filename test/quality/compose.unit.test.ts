import { execFileSync } from 'node:child_process';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { runService } from '../kit/run-service.ts';
import { root } from './steps.ts';

/** As much of the compose specification as deploy/compose.yaml uses and this file looks at. */
interface ComposeService {
  readonly build?: { readonly context: string; readonly dockerfile: string };
  readonly environment?: Readonly<Record<string, string | number>>;
  readonly secrets?: readonly string[];
  readonly volumes?: readonly string[];
  readonly ports?: readonly string[];
  readonly depends_on?: Readonly<Record<string, unknown>>;
}
interface ComposeFile {
  readonly services: Readonly<Record<string, ComposeService>>;
  readonly secrets: Readonly<Record<string, { readonly file: string }>>;
  readonly volumes: Readonly<Record<string, null>>;
}

const deploy = join(root, 'deploy');
const compose = parse(readFileSync(join(deploy, 'compose.yaml'), 'utf8'), { merge: true }) as ComposeFile;
const services = Object.entries(compose.services);
const built = services.flatMap(([name, service]) =>
  service.build === undefined ? [] : [{ name, ...service, ...service.build }],
);

/** `deploy/` as it is once its secrets are made. */
const scratch = mkdtempSync(join(tmpdir(), 'keyledger-compose-'));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));
const makeSecrets = (folder = scratch): string => {
  copyFileSync(join(deploy, 'compose-secrets.sh'), join(folder, 'compose-secrets.sh'));
  return execFileSync('sh', ['compose-secrets.sh'], { cwd: folder, encoding: 'utf8' });
};
makeSecrets();

const KEY_ID = /^compose-[0-9a-f]{16}$/;
const digestKeys = (folder: string): string[] => readdirSync(join(folder, 'secrets', 'digest-keys'));

const volumeOf = (volume: string): { source: string; target: string } => {
  const [source = '', target = ''] = volume.split(':');
  return { source, target };
};

/** The container's paths that come from secrets and bound folders, each with what lies there on the host. */
function mounts({ secrets = [], volumes = [] }: ComposeService): Map<string, string> {
  const bound = volumes.map(volumeOf).filter(({ source }) => source.startsWith('./'));
  return new Map([
    ...secrets.map((name) => [`/run/secrets/${name}`, join(scratch, compose.secrets[name]?.file ?? name)] as const),
    ...bound.map(({ source, target }) => [target, join(scratch, source)] as const),
  ]);
}

describe('deploy/compose.yaml', () => {
  test.each(built)('gives $name settings that it starts with', async (service) => {
    const places = mounts(service);
    const env = Object.fromEntries(
      Object.entries(service.environment ?? {}).map(([name, value]) => [name, places.get(`${value}`) ?? `${value}`]),
    );
    const program = /([a-z-]+)\.Dockerfile$/.exec(service.dockerfile)?.[1] ?? '';
    const ran = await runService(program, env, ['--check-config']);
    expect(ran).toEqual({ code: 0, stdout: 'The settings are fine.\n', stderr: '' });
    // Else a path would only be wrong inside the container.
    const paths = Object.values(service.environment ?? {}).filter((value) => `${value}`.startsWith('/'));
    expect(paths.filter((path) => !existsSync(places.get(`${path}`) ?? ''))).toEqual([]);
  });

  test('names only services, volumes and Dockerfiles that there are', () => {
    for (const [name, { environment = {}, depends_on = {}, volumes = [] }] of services) {
      const hosts = [
        ...Object.values(environment)
          .join(',')
          .matchAll(/(?<=[@:/,])([a-z][a-z0-9-]*):\d+/g),
      ];
      const named = volumes.map(volumeOf).filter(({ source }) => !source.startsWith('.'));
      expect(Object.keys(compose.services), name).toEqual(expect.arrayContaining(hosts.map(([, host]) => host)));
      expect(Object.keys(compose.services), name).toEqual(expect.arrayContaining(Object.keys(depends_on)));
      expect(Object.keys(compose.volumes), name).toEqual(expect.arrayContaining(named.map(({ source }) => source)));
    }
    for (const { context, dockerfile } of built) expect(existsSync(join(deploy, context, dockerfile))).toBe(true);
  });

  test('is built of images that have the profiles, where their program follows one', () => {
    const following = built.filter(({ environment = {}, dockerfile }) => {
      return 'KEYLEDGER_UPSTREAM' in environment || dockerfile.includes('key-authority');
    });
    expect(following.length).toBeGreaterThan(1);
    for (const { dockerfile } of following) {
      const image = readFileSync(join(root, dockerfile), 'utf8')
        .split(/^FROM /m)
        .at(-1);
      expect(image, dockerfile).toContain('COPY deploy/profiles deploy/profiles');
    }
    expect(readFileSync(join(root, '.dockerignore'), 'utf8')).toContain('\n!deploy/profiles\n');
  });

  test('keeps every broker’s log on a volume, and the ledger with it', () => {
    const brokers = services.filter(([name]) => name.startsWith('kafka-'));
    expect(brokers).toHaveLength(3);
    for (const [name, { environment = {}, volumes = [] }] of brokers) {
      expect(volumes.map(volumeOf)).toEqual([{ source: name, target: environment['KAFKA_LOG_DIRS'] }]);
    }
  });

  test('opens ports of this machine alone, each once, and only such as the image has', () => {
    const ports = built.flatMap(({ ports = [], dockerfile }) => ports.map((port) => ({ port, dockerfile })));
    const published = ports.map(({ port }) => port.split(':').slice(0, 2).join(':'));
    expect(published.length).toBeGreaterThan(0);
    expect(new Set(published).size).toBe(published.length);
    for (const { port, dockerfile } of ports) {
      expect(port).toMatch(/^127\.0\.0\.1:\d+:\d+$/);
      const exposed = /^EXPOSE (.*)$/m.exec(readFileSync(join(root, dockerfile), 'utf8'))?.[1]?.split(' ');
      expect(exposed).toContain(port.split(':')[2]);
    }
  });
});

describe('deploy/compose-secrets.sh', () => {
  test('keeps what it made before, closed to other users', () => {
    const folder = join(scratch, 'secrets');
    const contents = (): string[] =>
      ['admin-token', 'node-token', `digest-keys/${digestKeys(scratch).join()}`].map((name) =>
        readFileSync(join(folder, name), 'utf8'),
      );
    const before = contents();
    expect(new Set(before).size).toBe(3);
    expect(makeSecrets()).not.toContain(before[0]);
    expect(contents()).toEqual(before);
    expect(readdirSync(folder).toSorted()).toEqual(['admin-token', 'digest-keys', 'node-token']);
    expect(statSync(folder).mode & 0o777).toBe(0o700);
  });

  test('names the digest keys of two deployments differently, so that both can write to one Kafka', () => {
    const other = mkdtempSync(join(scratch, 'other-'));
    makeSecrets(other);
    const [ours, theirs] = [digestKeys(scratch), digestKeys(other)];
    expect([ours, theirs]).toEqual([[expect.stringMatching(KEY_ID)], [expect.stringMatching(KEY_ID)]]);
    expect(ours).not.toEqual(theirs);
  });

  test('adds no second digest key where the operator gave one', () => {
    const other = mkdtempSync(join(scratch, 'given-'));
    mkdirSync(join(other, 'secrets', 'digest-keys'), { recursive: true });
    writeFileSync(join(other, 'secrets', 'digest-keys', 'of-the-operator'), 'kept');
    makeSecrets(other);
    expect(digestKeys(other)).toEqual(['of-the-operator']);
  });
});

describe('deploy/images', () => {
  test('run the Node that everything is tested with', () => {
    const major = readFileSync(join(root, '.nvmrc'), 'utf8').trim();
    const images = readdirSync(join(deploy, 'images'));
    expect(images).toHaveLength(readdirSync(join(root, 'services')).length);
    for (const image of images) {
      expect(readFileSync(join(deploy, 'images', image), 'utf8')).toContain(`ARG BASE=node:${major}-`);
    }
  });
});
