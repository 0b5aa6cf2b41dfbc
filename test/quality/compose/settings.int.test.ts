import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { runService } from '../../kit/run-service.ts';
import { type ComposeService, built, compose, makeSecrets, volumeOf } from './compose-file.ts';

/** `deploy/` as it is once its secrets are made. */
const scratch = mkdtempSync(join(tmpdir(), 'keyledger-compose-'));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));
makeSecrets(scratch);

/** The container's paths that come from secrets and bound folders, each with what lies there on the host. */
function mounts({ secrets = [], volumes = [] }: ComposeService): Map<string, string> {
  const bound = volumes.map(volumeOf).filter(({ source }) => source.startsWith('./'));
  return new Map([
    ...secrets.map((name) => [`/run/secrets/${name}`, join(scratch, compose.secrets[name]?.file ?? name)] as const),
    ...bound.map(({ source, target }) => [target, join(scratch, source)] as const),
  ]);
}

test.each(built)('deploy/compose.yaml gives $name settings that it starts with', async (service) => {
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
