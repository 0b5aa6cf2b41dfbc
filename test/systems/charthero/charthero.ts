import { randomBytes } from 'node:crypto';
import { readdir, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { composeKeyText } from '@keyledger/domain';
import { eventually } from '../../kit/eventually.ts';
import type { MadeKey } from '../../kit/admin-client.ts';
import type { RunningSystem, Told } from '../kit/running-system.ts';

export const LIST = '/v1/encounters';
/** Of the form that ids have. */
export const UNKNOWN_ID = '0'.repeat(32);
const SCOPES = ['encounters:read', 'documents:read', 'transcripts:read', 'audio:read'];

/** ChartHero, with keys in every state that there is. */
export class Charthero {
  readonly system: RunningSystem;
  /** May do everything that there is for Acme. */
  readonly key: string;
  /** A node of the same pair where API keys are switched off. */
  readonly closedNode: string;

  private constructor(system: RunningSystem, key: string, closedNode: string) {
    this.system = system;
    this.key = key;
    this.closedNode = closedNode;
  }

  static async of(system: RunningSystem): Promise<Charthero> {
    return new Charthero(system, await system.demoKey(), await system.addNode({ KEYLEDGER_API_KEYS: 'off' }));
  }

  newKey(fields: object = {}, organization = this.system.organization('acme')): Promise<MadeKey> {
    return this.system.admin.key(organization, { scopes: SCOPES, ...fields });
  }

  async secret(fields: object = {}, organization?: string): Promise<string> {
    return (await this.newKey(fields, organization)).secret;
  }

  /** A key of an organization of its own. */
  async secretIn(slug: string, organization: object): Promise<string> {
    return this.secret({}, await this.system.admin.organization(slug, organization));
  }

  /** A key that a command has been carried out on. */
  async secretAfter(verb: string): Promise<string> {
    const { id, secret } = await this.newKey();
    const { status } = await this.system.admin.command(id, verb);
    if (status !== 200) throw new Error(`${verb}: ${String(status)}`);
    return secret;
  }

  async expiredSecret(): Promise<string> {
    const secret = await this.secret({ expires_at: new Date(Date.now() + 3_000).toISOString() });
    await eventually(async () => (await this.system.ask(LIST, { key: secret })).reasonCode === 'expired_key');
    return secret;
  }

  /** Well-formed, and nobody's. */
  unknownSecret(): string {
    return composeKeyText({ text: 'ch_sk_', kind: 'secret', environment: null }, randomBytes(32));
  }

  audioOf(document: string): string {
    return `/v1/documents/${this.system.resource(document)}/audio`;
  }

  /** What a key that no node can have in its cache is told, once it is this. */
  untilTold(reasonCode: string): Promise<Told> {
    return eventually(async () => {
      const told = await this.system.ask(LIST, { key: this.unknownSecret() });
      return told.reasonCode === reasonCode ? told : undefined;
    });
  }

  /** What a key of a small tier is told once it has asked too often. */
  async untilLimited(): Promise<Told> {
    const key = await this.secretIn('small', { tier: 'trial' });
    return eventually(async () => {
      const told = await this.system.ask(LIST, { key });
      return told.status === 200 ? undefined : told;
    });
  }

  /** Runs with every digest key out of the authority's sight; resolves when it has them again. */
  async withoutDigestKeys<T>(run: () => Promise<T>): Promise<T> {
    const folder = join(this.system.dataDir, 'digest-keys');
    const names = await readdir(folder);
    const move = (from: string, to: string) =>
      Promise.all(names.map((name) => rename(join(folder, from + name), join(folder, to + name))));
    await move('', '.');
    try {
      return await run();
    } finally {
      await move('.', '');
      await this.untilTold('invalid_key');
    }
  }
}
