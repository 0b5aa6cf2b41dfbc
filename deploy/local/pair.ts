import { rm, writeFile } from 'node:fs/promises';
import type { DataFolder } from './data-folder.ts';
import { type Environment, type GivenToken, givenToken } from './given-token.ts';
import { type ProfileFolder, prepareProfileFolder, sampleResources, showDemoKey } from './profile-folder.ts';
import { makeSampleData } from './sample-data.ts';
import { knownSample, sampleOf } from './samples.ts';
import { type Addresses, type ServiceProcess, type SpawnOptions, spawnService } from './spawn-service.ts';

/** What stands in `ready.json` while all is ready. */
export interface ReadyFile {
  readonly profile: string;
  readonly environment: string;
  readonly authority: Addresses;
  readonly api_node: Addresses;
  readonly upstream: Addresses;
  readonly sample: {
    /** Organization ids by slug. */
    readonly organizations: Readonly<Record<string, string>>;
    /** Ids of what the sample upstream has, by names that say what it is for. */
    readonly resources: Readonly<Record<string, string>>;
    /** What carries the demo key. */
    readonly header: string;
    /** What can be asked for with it; null: nothing by GET. */
    readonly path: string | null;
  };
}

/** The bootstrap token of the first administrator. */
export const adminToken = (folder: DataFolder, env: Environment): GivenToken =>
  givenToken('KEYLEDGER_ADMIN_TOKEN', env, folder.adminTokenFile);

/** Which system is to run: a profile's name, or the path of its file. */
export const profileOf = (env: Environment): string => env['KEYLEDGER_PROFILE'] || 'default';

function commonSettings(folder: DataFolder, profile: ProfileFolder, env: Environment): Environment {
  const nodeToken = givenToken('KEYLEDGER_NODE_TOKEN', env, folder.nodeTokenFile);
  return {
    // Two profiles on one Kafka cluster are two ledgers as well.
    ...(profile.name === 'default'
      ? {}
      : {
          KEYLEDGER_TOPIC: `keyledger.ledger.${profile.name}.v1`,
          KEYLEDGER_USAGE_TOPIC: `keyledger.usage.${profile.name}.v1`,
        }),
    KEYLEDGER_ENVIRONMENT: knownSample(profileOf(env))?.environment,
    KEYLEDGER_DIGEST_KEYS: folder.digestKeys,
    ...env,
    KEYLEDGER_DATA_DIR: profile.path,
    ...adminToken(folder, env).settings,
    ...nodeToken.settings,
  };
}

/** Starts authority, upstream and API node, each given to `started` as soon as it runs. */
export async function startPair(
  folder: DataFolder,
  env: Environment,
  started: (service: ServiceProcess) => void,
  options: SpawnOptions,
): Promise<ReadyFile> {
  const profile = await prepareProfileFolder(folder, profileOf(env));
  const common = commonSettings(folder, profile, env);
  const ledger = env['KEYLEDGER_LEDGER'] ?? `embedded:${profile.ledger}`;
  const start = async (name: string, settings: Environment): Promise<ServiceProcess> => {
    const service = await spawnService(name, { ...common, ...settings }, options);
    started(service);
    return service;
  };
  const authority = await start('key-authority', { KEYLEDGER_LEDGER: ledger });
  // The data are this run's now, and whoever wrote this is gone.
  await rm(folder.readyFile, { force: true });
  const sample = await sampleOf(profileOf(env));
  const { organizations, environment } = await makeSampleData(
    String(authority.addresses['http']),
    await adminToken(folder, env).read(),
    profile,
    sample,
  );
  await showDemoKey(folder, profile);
  const owners = Object.entries(organizations).map(([slug, id]) => `${slug}=${id}`);
  const upstream = await start('sample-upstream', { KEYLEDGER_UPSTREAM_ORGANIZATIONS: owners.join(',') });
  const apiNode = await start('api-node', {
    // A local file has one reader; its authority passes the records on.
    KEYLEDGER_LEDGER: ledger.startsWith('kafka:') ? ledger : 'authority',
    KEYLEDGER_AUTHORITY: authority.addresses['grpc'],
    KEYLEDGER_UPSTREAM: env['KEYLEDGER_UPSTREAM'] ?? upstream.addresses['http'],
  });
  const ready: ReadyFile = {
    profile: profileOf(env),
    environment,
    authority: authority.addresses,
    api_node: apiNode.addresses,
    upstream: upstream.addresses,
    sample: { organizations, resources: await sampleResources(profile), header: sample.header, path: sample.path },
  };
  await writeFile(folder.readyFile, `${JSON.stringify(ready, null, 2)}\n`);
  return ready;
}
