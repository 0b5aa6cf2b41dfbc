import {
  type Actor,
  type Attempt,
  type CommandId,
  ID_RANDOM_BYTES,
  type KeyCreated,
  type KeyDigest,
  type LedgerOpened,
  type MemberAdded,
  type OrganizationCreated,
  type OrganizationId,
  type SecretDigest,
  type TokenCreated,
  type WebhookCreated,
  makeKeyId,
  makeMemberId,
  makeOrganizationId,
  makeTokenId,
  makeWebhookId,
} from '@keyledger/domain';

/** 2026-01-01T00:00:00Z in milliseconds: the moment around which samples happen. */
export const NOON = 1_767_225_600_000;

const noise = (n: number): Uint8Array => {
  const bytes = new Uint8Array(ID_RANDOM_BYTES);
  new DataView(bytes.buffer).setUint32(0, n);
  return bytes;
};

/** The n-th id; a higher n is a later one. */
export const organizationId = (n = 1): OrganizationId => makeOrganizationId(NOON + n, noise(n));
export const keyId = (n = 1) => makeKeyId(NOON + n, noise(n));
export const tokenId = (n = 1) => makeTokenId(NOON + n, noise(n));
export const memberId = (n = 1) => makeMemberId(NOON + n, noise(n));
export const webhookId = (n = 1) => makeWebhookId(NOON + n, noise(n));

const hex64 = (n: number): string => n.toString(16).padStart(64, '0');
export const commandId = (n: number): CommandId => hex64(n) as CommandId;

export function secretDigest(n = 1, over: Partial<SecretDigest> = {}): SecretDigest {
  const last4 = String(n % 10_000).padStart(4, '0');
  return { digest: hex64(n) as KeyDigest, digestKeyId: 'k1', prefix: 'kl_sk_live_', last4, publicKey: null, ...over };
}

export const ledgerOpened = (ledgerId = 'ledger1'): LedgerOpened => ({
  type: 'ledger.opened',
  ledgerId,
  maxHoldMs: 5_000,
});

export const organizationCreated = (over: Partial<OrganizationCreated> = {}): OrganizationCreated => ({
  type: 'organization.created',
  name: 'Acme',
  slug: 'acme',
  routes: ['*'],
  environments: ['live'],
  tier: 'standard',
  limits: null,
  demo: false,
  ...over,
});

export const keyCreated = (over: Partial<KeyCreated> = {}): KeyCreated => ({
  type: 'key.created',
  organizationId: organizationId(),
  name: 'a key',
  kind: 'secret',
  environment: 'live',
  holder: 'organization',
  scopes: ['read'],
  restrictions: { ips: [], origins: [] },
  tier: null,
  limits: null,
  metadata: {},
  expiresAt: null,
  secret: secretDigest(),
  ...over,
});

export const tokenCreated = (over: Partial<TokenCreated> = {}): TokenCreated => ({
  type: 'token.created',
  organizationId: organizationId(),
  name: 'a token',
  role: 'operator',
  expiresAt: null,
  digest: hex64(7),
  last4: 'wxyz',
  ...over,
});

export const memberAdded = (over: Partial<MemberAdded> = {}): MemberAdded => ({
  type: 'member.added',
  organizationId: organizationId(),
  subject: 'ada',
  role: 'owner',
  ...over,
});

export const webhookCreated = (over: Partial<WebhookCreated> = {}): WebhookCreated => ({
  type: 'webhook.created',
  organizationId: organizationId(),
  url: 'https://hooks.example.com/keyledger',
  kinds: ['key.expires_soon', 'security.events'],
  digestKeyId: 'k1',
  description: 'to the pager',
  ...over,
});

type AttemptEssentials = Pick<Attempt, 'aggregateId' | 'event' | 'commandId'> & Partial<Attempt>;

/** Whom nothing ends. */
export const SYSTEM: Actor = { kind: 'system', subject: 'system', address: '' };

export const attemptOf = (essentials: AttemptEssentials): Attempt => ({
  fingerprint: hex64(0),
  expectedVersion: 0,
  occurredAt: NOON,
  actor: { subject: 'tok_admin', kind: 'token', address: '192.0.2.7' },
  reason: '',
  ...essentials,
});
