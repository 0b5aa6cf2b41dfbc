import { Directory } from '@keyledger/directory';
import {
  type Actor,
  type Attempt,
  type CommandId,
  type KeyCommand,
  type KeyDigest,
  type KeyId,
  type LedgerEvent,
  type OrganizationId,
  decideKey,
  makeKeyId,
  makeOrganizationId,
  positionAt,
} from '@keyledger/domain';

const SCRIPT: Actor = { subject: 'script', kind: 'system', address: '' };
const hex = (number: number): string => number.toString(16).padStart(64, '0');
const random = (number: number): Uint8Array =>
  Uint8Array.from({ length: 10 }, (_, i) => (number >> (8 * (i % 4))) & 255);

/** Writes a ledger for tests: every attempt is decided against the true state, so that it would be accepted. */
export class LedgerScript {
  readonly directory = new Directory();
  readonly attempts: Attempt[] = [];
  now = 1_800_000_000_000;
  #serial = 0;

  /** The digest of the secret that a create or rotate makes: its serial number. */
  get lastDigest(): KeyDigest {
    return hex(this.#serial) as KeyDigest;
  }

  append(aggregateId: string, expectedVersion: number | null, event: LedgerEvent, actor = SCRIPT): Attempt {
    const commandId = hex(1_000_000 + this.attempts.length) as CommandId;
    const base = { commandId, fingerprint: hex(0), occurredAt: this.now, actor, reason: '' };
    const attempt: Attempt = { ...base, aggregateId, expectedVersion, event };
    const position = positionAt(this.attempts.length);
    this.attempts.push(attempt);
    this.directory.fold(position, attempt);
    this.directory.advance(position);
    return attempt;
  }

  organization(slug: string): OrganizationId {
    const id = makeOrganizationId(this.now, random(++this.#serial));
    const fields = { name: slug, slug, routes: ['*'], environments: ['live'], tier: 'free', limits: null, demo: false };
    this.append(id, 0, { type: 'organization.created', ...fields });
    return id;
  }

  key(organizationId: OrganizationId): KeyId {
    const id = makeKeyId(this.now, random(++this.#serial));
    this.append(id, 0, {
      type: 'key.created',
      organizationId,
      name: 'key',
      kind: 'secret',
      environment: 'live',
      holder: 'organization',
      scopes: ['a'],
      restrictions: { ips: [], origins: [] },
      tier: null,
      limits: null,
      metadata: {},
      expiresAt: null,
      secret: this.#secret(),
    });
    return id;
  }

  /** Whether the rules let it change anything now. */
  command(
    keyId: KeyId,
    command: Exclude<KeyCommand, { type: 'rotate' }> | { type: 'rotate'; overlapMs: number },
  ): boolean {
    const key = this.directory.key(keyId);
    if (key === undefined) throw new Error(`no key ${keyId}`);
    if (command.type === 'rotate') this.#serial += 1;
    const full = command.type === 'rotate' ? { ...command, secret: this.#secret() } : command;
    const decision = decideKey(key.state, full, this.now);
    if (decision.kind !== 'append') return false;
    this.append(keyId, decision.unconditional ? null : key.version, decision.event);
    return true;
  }

  #secret() {
    return { digest: this.lastDigest, digestKeyId: 'dk', prefix: 'kl_sk_live_', last4: '0000', publicKey: null };
  }
}
