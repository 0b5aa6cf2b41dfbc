import {
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
import { root } from '../steps.ts';
import { built, compose, deploy, makeSecrets, services, volumeOf } from './compose-file.ts';

/** `deploy/` as it is once its secrets are made. */
const scratch = mkdtempSync(join(tmpdir(), 'keyledger-compose-'));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));
makeSecrets(scratch);

const KEY_ID = /^compose-[0-9a-f]{16}$/;
const digestKeys = (folder: string): string[] => readdirSync(join(folder, 'secrets', 'digest-keys'));

describe('deploy/compose.yaml', () => {
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
    expect(makeSecrets(scratch)).not.toContain(before[0]);
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
