import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type ServiceProcess, spawnService } from '@keyledger/local';
import { Agent, request } from 'undici';
import type { ReadyFile } from '../../../deploy/local/pair.ts';
import { AdminClient } from '../../kit/admin-client.ts';
import { Launcher } from '../../kit/launcher.ts';
import { readMetric } from '../../kit/metrics.ts';
import { SURROUNDINGS } from '../../kit/surroundings.ts';

/** What a client sends to the public port. */
export interface Asked {
  /** As `Authorization: Bearer`. */
  readonly key?: string;
  readonly method?: 'GET' | 'HEAD' | 'POST' | 'PATCH' | 'OPTIONS';
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: object;
  /** Where an API node listens; that of the pair where it is not given. */
  readonly node?: string;
}

/** What came back. */
export interface Told {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  /** Empty where it is no JSON. */
  readonly body: Readonly<Record<string, unknown>>;
  readonly reasonCode: string;
  readonly length: number;
}

type Env = Readonly<Record<string, string>>;

/** One of the systems as a newcomer starts it, on ports that the system chose. */
export class RunningSystem {
  /** As the bootstrap administrator. */
  readonly admin: AdminClient;
  readonly dataDir: string;
  readonly #folder: string;
  readonly #env: Env;
  readonly #agent = new Agent({ connections: 32 });
  readonly #secrets = new Set<string>();
  readonly #nodes: ServiceProcess[] = [];
  readonly #logs: string[] = [];
  #launcher: Launcher;
  #ready: ReadyFile;

  private constructor(folder: string, env: Env, launcher: Launcher, ready: ReadyFile, adminToken: string) {
    this.#folder = folder;
    this.#env = env;
    this.#launcher = launcher;
    this.#ready = ready;
    this.dataDir = launcher.dataDir;
    this.admin = this.adminAs(adminToken);
  }

  static async start(profile: string, env: Env = {}): Promise<RunningSystem> {
    const folder = await mkdtemp(join(tmpdir(), `keyledger-${profile}-`));
    const settings = { KEYLEDGER_PROFILE: profile, KEYLEDGER_LOG_LEVEL: 'debug', ...env };
    const launcher = new Launcher(folder, settings);
    try {
      const ready = await launcher.ready();
      const adminToken = (await readFile(join(launcher.dataDir, 'admin-token'), 'utf8')).trim();
      return new RunningSystem(folder, settings, launcher, ready, adminToken);
    } catch (error) {
      await launcher.stop();
      await rm(folder, { recursive: true, force: true });
      throw error;
    }
  }

  /** The admin API as whoever has this token or key. */
  adminAs(token: string): AdminClient {
    this.#secrets.add(token);
    return new AdminClient(() => this.ready.authority['http'] ?? '', token, this.#secrets, this.#agent);
  }

  get ready(): ReadyFile {
    return this.#ready;
  }

  /** Stops it and starts it again on the same data, with other settings. */
  async restart(env: Env = {}): Promise<void> {
    await this.#endProcesses();
    this.#launcher = new Launcher(this.#folder, { ...this.#env, ...env });
    this.#ready = await this.#launcher.ready();
  }

  async #endProcesses(): Promise<void> {
    this.#secrets.add(await this.demoKey());
    await Promise.all(this.#nodes.splice(0).map((node) => node.stop()));
    await this.#launcher.stop();
    this.#logs.push(...this.#launcher.output.split('\n'));
  }

  /** The id of a sample organization, by its slug. */
  organization(slug: 'acme' | 'globex'): string {
    return this.ready.sample.organizations[slug] ?? '';
  }

  /** The id of a sample resource, by its name. */
  resource(name: string): string {
    const id = this.ready.sample.resources[name];
    if (id === undefined) throw new Error(`no sample resource is called ${name}`);
    return id;
  }

  demoKey(): Promise<string> {
    return this.secretFile('demo-key');
  }

  /** What a file of the data folder holds. */
  async secretFile(name: string): Promise<string> {
    return (await readFile(join(this.dataDir, name), 'utf8')).trim();
  }

  async ask(path: string, { key, method = 'GET', headers = {}, body, node }: Asked = {}): Promise<Told> {
    const answer = await request(`${node ?? this.ready.api_node['http'] ?? ''}${path}`, {
      method,
      dispatcher: this.#agent,
      headers: {
        ...(key === undefined ? {} : { authorization: `Bearer ${key}` }),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const content = Buffer.from(await answer.body.arrayBuffer());
    const isJson = String(answer.headers['content-type']).startsWith('application/json') && content.length > 0;
    const parsed = (isJson ? JSON.parse(content.toString('utf8')) : {}) as Record<string, unknown>;
    const reasonCode = typeof parsed['reason_code'] === 'string' ? parsed['reason_code'] : '';
    const { statusCode: status, headers: received } = answer;
    return { status, headers: received, body: parsed, reasonCode, length: content.length };
  }

  /** A metric of the pair's API node. */
  metric(name: string): Promise<number> {
    return readMetric(this.ready.api_node['ops'] ?? '', name);
  }

  /** Starts another API node of the same pair, and says where it listens. */
  async addNode(env: Env): Promise<string> {
    const settings = {
      ...SURROUNDINGS,
      ...this.#env,
      KEYLEDGER_ENVIRONMENT: this.ready.environment,
      KEYLEDGER_LEDGER: 'authority',
      KEYLEDGER_AUTHORITY: this.ready.authority['grpc'] ?? '',
      KEYLEDGER_UPSTREAM: this.ready.upstream['http'] ?? '',
      KEYLEDGER_NODE_TOKEN_FILE: join(this.dataDir, 'node-token'),
      KEYLEDGER_API_NODE_HTTP_PORT: '0',
      KEYLEDGER_API_NODE_OPS_PORT: '0',
      ...env,
    };
    const node = await spawnService('api-node', settings, { onLine: (line) => this.#logs.push(line) });
    this.#nodes.push(node);
    return node.addresses['http'] ?? '';
  }

  /** Stops everything, and fails where a secret was printed or logged. */
  async stop(): Promise<void> {
    await this.#endProcesses();
    await this.#agent.close();
    await rm(this.#folder, { recursive: true, force: true });
    // Without its ends, which a client may have changed.
    const inner = [...this.#secrets].map((secret) => secret.slice(-24, -4));
    const leaks = this.#logs.filter((line) => inner.some((part) => line.includes(part)));
    if (leaks.length > 0) throw new Error(`${String(leaks.length)} lines hold a secret`);
  }
}
