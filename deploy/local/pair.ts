import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { DataFolder } from './data-folder.ts';
import { type Environment, type GivenToken, givenToken } from './given-token.ts';
import { type SampleData, makeSampleData } from './sample-data.ts';
import { type Addresses, type ServiceProcess, type SpawnOptions, spawnService } from './spawn-service.ts';

/** What stands in `ready.json` while all is ready. */
export interface ReadyFile {
  readonly profile: string;
  readonly environment: string;
  readonly authority: Addresses;
  readonly api_node: Addresses;
  readonly upstream: Addresses;
  readonly sample: SampleData & { readonly resources: Readonly<Record<string, string>> };
}

/** The bootstrap token of the first administrator. */
export const adminToken = (folder: DataFolder, env: Environment): GivenToken =>
  givenToken('KEYLEDGER_ADMIN_TOKEN', env, folder.adminTokenFile);

function commonSettings(folder: DataFolder, env: Environment): Environment {
  const nodeToken = givenToken('KEYLEDGER_NODE_TOKEN', env, folder.nodeTokenFile);
  return { ...env, KEYLEDGER_DATA_DIR: folder.path, ...adminToken(folder, env).settings, ...nodeToken.settings };
}

/** Starts upstream, authority and API node, each given to `started` as soon as it runs. */
export async function startPair(
  folder: DataFolder,
  env: Environment,
  started: (service: ServiceProcess) => void,
  options: SpawnOptions,
): Promise<ReadyFile> {
  const common = commonSettings(folder, env);
  const ledger = env['KEYLEDGER_LEDGER'] ?? `embedded:${join(folder.path, 'ledger')}`;
  const start = async (name: string, settings: Environment): Promise<ServiceProcess> => {
    const service = await spawnService(name, { ...common, ...settings }, options);
    started(service);
    return service;
  };
  const upstream = await start('sample-upstream', {});
  const authority = await start('key-authority', { KEYLEDGER_LEDGER: ledger });
  // The data are this run's now, and whoever wrote this is gone.
  await rm(folder.readyFile, { force: true });
  const sample = await makeSampleData(
    String(authority.addresses['http']),
    await adminToken(folder, env).read(),
    folder,
  );
  const apiNode = await start('api-node', {
    // A local file has one reader; its authority passes the records on.
    KEYLEDGER_LEDGER: ledger.startsWith('kafka:') ? ledger : 'authority',
    KEYLEDGER_AUTHORITY: authority.addresses['grpc'],
    KEYLEDGER_UPSTREAM: env['KEYLEDGER_UPSTREAM'] ?? upstream.addresses['http'],
  });
  const ready: ReadyFile = {
    profile: env['KEYLEDGER_PROFILE'] ?? 'default',
    environment: env['KEYLEDGER_ENVIRONMENT'] ?? 'live',
    authority: authority.addresses,
    api_node: apiNode.addresses,
    upstream: upstream.addresses,
    sample: { ...sample, resources: {} },
  };
  await writeFile(folder.readyFile, `${JSON.stringify(ready, null, 2)}\n`);
  return ready;
}
