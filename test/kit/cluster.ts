import { randomBytes } from 'node:crypto';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type ServiceProcess, spawnService } from '@keyledger/local';
import { Agent, request } from 'undici';
import { AdminClient } from './admin-client.ts';
import { readMetric } from './metrics.ts';
import { SURROUNDINGS } from './surroundings.ts';

export interface ClusterOptions {
  /** Absent: the embedded ledger, with one authority that the nodes follow. */
  readonly kafka?: { readonly bootstrap: readonly string[]; readonly topic: string };
  readonly authorities?: number;
  readonly apiNodes?: number;
  /** Where allowed requests go; absent: a sample upstream of the cluster's own. */
  readonly upstream?: string;
  /** For every process; read at each start of one. */
  readonly env?: Readonly<Record<string, string>>;
  /** For one process, such as `node-0` or `authority-1`; it wins. */
  readonly envOf?: (name: string) => Readonly<Record<string, string>>;
}

/** What the public port answered. */
export interface PublicAnswer {
  readonly status: number;
  readonly reasonCode: string;
  readonly body: Record<string, unknown>;
}

/** Authorities, API nodes and an upstream as processes of their own, on ports that the system chose. */
export class Cluster {
  readonly authorities: ServiceProcess[] = [];
  readonly apiNodes: ServiceProcess[] = [];
  /** Every secret that was handed out; none may ever stand in a log line. */
  readonly secrets = new Set<string>();
  readonly logs: string[] = [];
  readonly folder: string;
  readonly adminToken = randomBytes(32).toString('hex');
  readonly #nodeToken = randomBytes(32).toString('hex');
  readonly #options: ClusterOptions;
  readonly #agent = new Agent({ connections: 256, headersTimeout: 60_000 });
  readonly #running = new Set<ServiceProcess>();
  #upstream: ServiceProcess | undefined;

  constructor(folder: string, options: ClusterOptions) {
    this.folder = folder;
    this.#options = options;
    this.secrets.add(this.adminToken).add(this.#nodeToken);
  }

  /** The admin API of one authority, wherever it is now. */
  admin(authority = 0): AdminClient {
    const url = (): string => this.authorities[authority]?.addresses['http'] ?? 'http://no-such-authority';
    return new AdminClient(url, this.adminToken, this.secrets, this.#agent);
  }

  get upstream(): string {
    return this.#options.upstream ?? this.#upstream?.addresses['http'] ?? '';
  }

  async start(): Promise<void> {
    await mkdir(join(this.folder, 'digest-keys'));
    await writeFile(join(this.folder, 'digest-keys', 'one'), randomBytes(32).toString('base64'), { mode: 0o600 });
    await writeFile(join(this.folder, 'admin-token'), this.adminToken, { mode: 0o600 });
    await writeFile(join(this.folder, 'node-token'), this.#nodeToken, { mode: 0o600 });
    const { authorities = 1, apiNodes = 1 } = this.#options;
    if (this.#options.upstream === undefined) {
      this.#upstream = await this.#spawn('sample-upstream', { KEYLEDGER_UPSTREAM_PORT: '0' });
    }
    await Promise.all(Array.from({ length: authorities }, (_, index) => this.startAuthority(index)));
    await Promise.all(Array.from({ length: apiNodes }, (_, index) => this.startApiNode(index)));
  }

  /** Starts the authority of this number; again on the ports that it had. */
  async startAuthority(index: number, env: Readonly<Record<string, string>> = {}): Promise<ServiceProcess> {
    const before = this.authorities[index]?.addresses;
    const { kafka } = this.#options;
    const service = await this.#spawn('key-authority', {
      KEYLEDGER_LEDGER: kafka ? `kafka:${kafka.bootstrap.join(',')}` : `embedded:${join(this.folder, 'ledger')}`,
      KEYLEDGER_DATA_DIR: join(this.folder, `authority-${String(index)}`),
      KEYLEDGER_DIGEST_KEYS: join(this.folder, 'digest-keys'),
      KEYLEDGER_ADMIN_TOKEN_FILE: join(this.folder, 'admin-token'),
      KEYLEDGER_AUTHORITY_HTTP_PORT: portOf(before?.['http']),
      KEYLEDGER_AUTHORITY_GRPC_PORT: portOf(before?.['grpc']),
      KEYLEDGER_AUTHORITY_OPS_PORT: portOf(before?.['ops']),
      ...this.#options.envOf?.(`authority-${String(index)}`),
      ...env,
    });
    this.authorities[index] = service;
    return service;
  }

  /** Starts the API node of this number; again on the ports that it had. */
  async startApiNode(index: number): Promise<ServiceProcess> {
    const before = this.apiNodes[index]?.addresses;
    const { kafka } = this.#options;
    const service = await this.#spawn('api-node', {
      KEYLEDGER_LEDGER: kafka ? `kafka:${kafka.bootstrap.join(',')}` : 'authority',
      KEYLEDGER_AUTHORITY: this.authorities.map(({ addresses }) => addresses['grpc']).join(','),
      KEYLEDGER_UPSTREAM: this.upstream,
      KEYLEDGER_API_NODE_HTTP_PORT: portOf(before?.['http']),
      KEYLEDGER_API_NODE_OPS_PORT: portOf(before?.['ops']),
      ...this.#options.envOf?.(`node-${String(index)}`),
    });
    this.apiNodes[index] = service;
    return service;
  }

  /** A request with this key (null: none) through one API node. */
  async request(node: number, secret: string | null, path = '/hello'): Promise<PublicAnswer> {
    const response = await request(`${this.apiNodes[node]?.addresses['http'] ?? ''}${path}`, {
      dispatcher: this.#agent,
      headers: secret === null ? {} : { authorization: `Bearer ${secret}` },
    });
    const body = (await response.body.json()) as Record<string, unknown>;
    const { reason_code: reasonCode } = body;
    return { status: response.statusCode, reasonCode: typeof reasonCode === 'string' ? reasonCode : '', body };
  }

  /** The same request through every API node at once. */
  everywhere(secret: string | null): Promise<PublicAnswer[]> {
    return Promise.all(this.apiNodes.map((_, node) => this.request(node, secret)));
  }

  /** What `/debug/state` of a process says. */
  async state(service: ServiceProcess): Promise<Record<string, unknown>> {
    const response = await request(`${service.addresses['ops'] ?? ''}/debug/state`, { dispatcher: this.#agent });
    return (await response.body.json()) as Record<string, unknown>;
  }

  /** See {@link readMetric}. */
  metric(service: ServiceProcess, name: string, labels = ''): Promise<number> {
    return readMetric(service.addresses['ops'] ?? '', name, labels);
  }

  /** Stops everything, and fails where a secret stands in a log line. */
  async stop(): Promise<void> {
    await Promise.all([...this.#running].reverse().map((service) => service.stop()));
    await this.#agent.close();
    await rm(this.folder, { recursive: true, force: true });
    const leaks = this.logs.filter((line) => [...this.secrets].some((secret) => line.includes(secret)));
    if (leaks.length > 0) throw new Error(`${String(leaks.length)} log lines hold a secret`);
  }

  async #spawn(name: string, env: Record<string, string>): Promise<ServiceProcess> {
    const { kafka } = this.#options;
    const common = {
      ...SURROUNDINGS,
      KEYLEDGER_NODE_TOKEN_FILE: join(this.folder, 'node-token'),
      KEYLEDGER_LOG_LEVEL: 'debug',
      ...(kafka === undefined ? {} : { KEYLEDGER_TOPIC: kafka.topic, KEYLEDGER_USAGE_TOPIC: `${kafka.topic}.usage` }),
      ...this.#options.env,
    };
    const service = await spawnService(name, { ...common, ...env }, { onLine: (line) => this.logs.push(line) });
    this.#running.add(service);
    void service.ended.then(() => this.#running.delete(service));
    return service;
  }
}

const portOf = (address: string | undefined): string => /:(\d+)$/.exec(address ?? '')?.[1] ?? '0';

export async function startCluster(options: ClusterOptions): Promise<Cluster> {
  const cluster = new Cluster(await mkdtemp(join(tmpdir(), 'keyledger-')), options);
  try {
    await cluster.start();
    return cluster;
  } catch (error) {
    await cluster.stop();
    throw error;
  }
}

/** Topics of one run never meet. */
export const freshTopic = (): string => `keyledger.test.${randomBytes(6).toString('hex')}`;
