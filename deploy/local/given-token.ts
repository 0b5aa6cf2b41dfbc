import { relative, resolve } from 'node:path';
import { readSecret } from './data-folder.ts';

export type Environment = Readonly<Record<string, string | undefined>>;

/** A token of this deployment, wherever it comes from. */
export interface GivenToken {
  /** What tells it to a service. */
  readonly settings: Environment;
  /** How it is written in a line for a shell. */
  readonly shell: string;
  read(): Promise<string>;
}

/** What the environment says, as a text or as a file, goes before the data folder's own file. An empty text is none. */
export function givenToken(name: string, env: Environment, ownFile: string): GivenToken {
  const text = env[name] ?? '';
  if (text !== '') return { settings: { [name]: text }, shell: `$${name}`, read: () => Promise.resolve(text) };
  const file = env[`${name}_FILE`] || ownFile;
  return {
    settings: { [`${name}_FILE`]: file },
    shell: `$(cat ${relative(process.cwd(), resolve(file))})`,
    read: async () => (await readSecret(file)) ?? '',
  };
}
