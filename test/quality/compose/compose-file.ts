import { execFileSync } from 'node:child_process';
import { copyFileSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { root } from '../steps.ts';

/** As much of the compose specification as deploy/compose.yaml uses and this file looks at. */
export interface ComposeService {
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

export const deploy = join(root, 'deploy');
export const compose = parse(readFileSync(join(deploy, 'compose.yaml'), 'utf8'), { merge: true }) as ComposeFile;
export const services = Object.entries(compose.services);
export const built = services.flatMap(([name, service]) =>
  service.build === undefined ? [] : [{ name, ...service, ...service.build }],
);

/** Makes in the folder what the script makes in `deploy/`, and returns what it said. */
export function makeSecrets(folder: string): string {
  copyFileSync(join(deploy, 'compose-secrets.sh'), join(folder, 'compose-secrets.sh'));
  return execFileSync('sh', ['compose-secrets.sh'], { cwd: folder, encoding: 'utf8' });
}

export const volumeOf = (volume: string): { source: string; target: string } => {
  const [source = '', target = ''] = volume.split(':');
  return { source, target };
};
