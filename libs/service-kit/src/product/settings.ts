import { choice, flag, integer, list, port, text } from '../config/kinds.ts';
import { namesOf } from '../config/names.ts';
import { duration } from '../config/quantities.ts';
import { secret } from '../config/secret.ts';
import { custom } from '../config/setting.ts';
import { CANARY_FORM, canaryInterval } from './canary.ts';
import { ENDPOINT_FORM, ORIGIN_FORM, endpoint, origin } from './endpoint.ts';
import { kafkaSettings } from './kafka-settings.ts';
import { ledgerSetting } from './ledger.ts';
import { limiterSettings } from './limiter.ts';
import { OUTAGE_FORM, outagePolicy } from './outage.ts';
import { proxySettings } from './proxy-settings.ts';
import { SAMPLE_OWNER_FORM, sampleOwner } from './sample-owner.ts';
import { tlsSettings } from './tls-settings.ts';

const MIN_TOKEN_LENGTH = 32;

/** Every setting of the product. Each process takes those that it uses; the names are known to all. */
export const productSettings = {
  ledger: ledgerSetting(['embedded', 'kafka', 'authority']),
  ...kafkaSettings,
  dataDir: text('KEYLEDGER_DATA_DIR', { summary: 'The folder for what a process keeps', default: '.keyledger' }),
  profile: text('KEYLEDGER_PROFILE', {
    summary: 'The profile: which system this deployment is (docs/profiles.md)',
    default: 'default',
    pattern: /^([a-z0-9][a-z0-9-]{0,62}|.*\/.*|.*\.yaml)$/,
    form: 'the name of one that comes with the product, or the path of a YAML file: with a `/`, or ending in `.yaml`',
  }),
  environment: text('KEYLEDGER_ENVIRONMENT', {
    summary: "The environment whose keys this process serves; not set: the first of the profile's",
    pattern: /^[a-z][a-z0-9]{0,31}$/,
    form: "one of the profile's environments",
  }),
  digestKeys: text('KEYLEDGER_DIGEST_KEYS', {
    summary: 'The folder of the digest keys; not set: `digest-keys` in the data folder',
    form: 'a path',
  }),
  digestKeyActive: text('KEYLEDGER_DIGEST_KEY_ACTIVE', {
    summary: 'The digest key that new keys use; needed where there are several',
    pattern: /^(?!\.)[A-Za-z0-9._-]{1,64}$/,
    form: "the name of a digest key's file",
  }),
  authority: list('KEYLEDGER_AUTHORITY', ENDPOINT_FORM, endpoint, {
    summary: 'The gRPC addresses of the key authorities',
  }),
  upstream: custom('KEYLEDGER_UPSTREAM', ORIGIN_FORM, origin, { summary: 'Where allowed requests are sent' }),
  maxStaleness: duration('KEYLEDGER_MAX_STALENESS', {
    summary: 'How long a freshness lease lasts: the worst case of a revocation',
    default: '5s',
    min: '100ms',
    max: '1h',
  }),
  onLedgerOutage: custom('KEYLEDGER_ON_LEDGER_OUTAGE', OUTAGE_FORM, outagePolicy, {
    summary: 'What a node does with cached keys while the ledger does not answer',
    default: 'fail-closed',
  }),
  canaryInterval: custom('KEYLEDGER_CANARY_INTERVAL', CANARY_FORM, canaryInterval, {
    summary: 'How often an authority creates, verifies and revokes a key of its own, and measures how long that takes',
    default: '15m',
  }),
  apiKeys: flag('KEYLEDGER_API_KEYS', {
    summary: 'Whether API keys are accepted at all; off: `api_keys_disabled`',
    default: 'on',
  }),
  ...proxySettings,
  acceptEpoch: text('KEYLEDGER_ACCEPT_EPOCH', {
    summary: 'Accepts that the ledger was shortened or made anew; a start that is refused for that says the value',
    pattern: /^[0-9a-f]{16}$/,
    form: 'what the refused start has printed',
  }),
  adminToken: secret('KEYLEDGER_ADMIN_TOKEN', {
    summary: 'The bootstrap token of the first administrator',
    minLength: MIN_TOKEN_LENGTH,
    header: true,
  }),
  nodeToken: secret('KEYLEDGER_NODE_TOKEN', {
    summary: 'The token that an API node shows to the key authority',
    minLength: MIN_TOKEN_LENGTH,
    header: true,
  }),
  listenHost: text('KEYLEDGER_LISTEN_HOST', {
    summary: 'The address that every port is opened on',
    default: '127.0.0.1',
    pattern: /^[A-Za-z0-9.:_-]+$/,
    form: 'an address or a host name',
  }),
  authorityHttpPort: port('KEYLEDGER_AUTHORITY_HTTP_PORT', { summary: 'Admin REST and console', default: '8400' }),
  authorityGrpcPort: port('KEYLEDGER_AUTHORITY_GRPC_PORT', { summary: 'gRPC of the key authority', default: '8401' }),
  authorityOpsPort: port('KEYLEDGER_AUTHORITY_OPS_PORT', {
    summary: 'Health, metrics and state of the key authority',
    default: '8409',
  }),
  apiNodeHttpPort: port('KEYLEDGER_API_NODE_HTTP_PORT', { summary: 'The public API', default: '8410' }),
  apiNodeGrpcPort: port('KEYLEDGER_API_NODE_GRPC_PORT', { summary: 'gRPC of the API node', default: '8411' }),
  apiNodeOpsPort: port('KEYLEDGER_API_NODE_OPS_PORT', {
    summary: 'Health, metrics and state of the API node',
    default: '8419',
  }),
  upstreamPort: port('KEYLEDGER_UPSTREAM_PORT', { summary: 'The sample upstream', default: '8420' }),
  upstreamOrganizations: list('KEYLEDGER_UPSTREAM_ORGANIZATIONS', SAMPLE_OWNER_FORM, sampleOwner, {
    summary: 'The ids of the organizations that the resources of a sample upstream belong to, by their slugs',
  }),
  logLevel: choice('KEYLEDGER_LOG_LEVEL', ['error', 'warn', 'info', 'debug', 'silent'], {
    summary: 'The least severe entries that are logged',
    default: 'info',
  }),
  maxKeysPerOrganization: integer('KEYLEDGER_MAX_KEYS_PER_ORGANIZATION', {
    summary: 'How many keys an organization can hold, revoked ones among them',
    default: '10000',
    min: 1,
  }),
  commandTimeout: duration('KEYLEDGER_COMMAND_TIMEOUT', {
    summary: 'How long a command tries to learn its outcome before it answers `outcome_unknown`',
    default: '10s',
    min: '100ms',
    max: '5m',
  }),
  commandBurst: integer('KEYLEDGER_COMMAND_BURST', {
    summary: 'How many commands one organization (or one principal beyond them) may send at once',
    default: '200',
    min: 1,
  }),
  commandRate: integer('KEYLEDGER_COMMAND_RATE', {
    summary: 'How many more commands it may send each second',
    default: '20',
    min: 1,
  }),
  missBurst: integer('KEYLEDGER_MISS_BURST', {
    summary: 'How many unknown keys one client address may ask about at once',
    default: '200',
    min: 1,
  }),
  missRate: integer('KEYLEDGER_MISS_RATE', {
    summary: 'How many more unknown keys one client address may ask about each second',
    default: '20',
    min: 0,
  }),
  cacheEntries: integer('KEYLEDGER_CACHE_ENTRIES', {
    summary: 'How many secrets an API node remembers',
    default: '100000',
    min: 1,
    max: 10_000_000,
  }),
  ...limiterSettings,
  usageInterval: duration('KEYLEDGER_USAGE_INTERVAL', {
    summary: 'How often an API node hands on what it has counted: what its crash loses at most',
    default: '10s',
    min: '1s',
    max: '5m',
  }),
  countryDb: text('KEYLEDGER_COUNTRY_DB', {
    summary: 'The MMDB file that tells the country of an address; not set: the one that comes with the product',
    form: 'a path, or `off`',
  }),
  countryHeader: text('KEYLEDGER_COUNTRY_HEADER', {
    summary: 'The header in which a trusted proxy tells the country, such as `cf-ipcountry`; it wins over the file',
    pattern: /^[a-z0-9-]{1,64}$/,
    form: "a header's name in lower case",
  }),
  usageKeepMinutes: duration('KEYLEDGER_USAGE_KEEP_MINUTES', {
    summary: 'How long the use of keys is kept minute by minute',
    default: '2d',
    min: '1h',
  }),
  usageKeepHours: duration('KEYLEDGER_USAGE_KEEP_HOURS', {
    summary: 'How long it is kept hour by hour',
    default: '90d',
    min: '1d',
  }),
  usageKeepDays: duration('KEYLEDGER_USAGE_KEEP_DAYS', {
    summary: 'How long it is kept day by day',
    default: '730d',
    min: '1d',
  }),
  securityEventsKeep: duration('KEYLEDGER_SECURITY_EVENTS_KEEP', {
    summary: 'How long security events are kept',
    default: '90d',
    min: '1h',
  }),
  noticesInterval: duration('KEYLEDGER_NOTICES_INTERVAL', {
    summary: 'How often an authority looks for keys that are unused or near their limit',
    default: '5m',
    min: '1s',
    max: '1d',
  }),
  webhooks: flag('KEYLEDGER_WEBHOOKS', {
    summary: 'Whether an authority sends messages to webhooks (docs/webhooks.md)',
    default: 'on',
  }),
  webhooksInterval: duration('KEYLEDGER_WEBHOOKS_INTERVAL', {
    summary: 'How often an authority looks for what webhooks are to be told',
    default: '1m',
    min: '1s',
    max: '1h',
  }),
  webhooksPrivate: flag('KEYLEDGER_WEBHOOKS_PRIVATE', {
    summary: 'Whether webhooks may be http, and at addresses that are not public: for development alone',
    default: 'off',
  }),
  ...tlsSettings,
};

/** Settings of parts that are not processes of their own: sign-in, and what the tests are told. */
const RESERVED = ['KEYLEDGER_OIDC_*', 'KEYLEDGER_REQUIRE_*'];

/** Every name that may stand in an environment or a file that the processes share. */
export const PRODUCT_NAMES: readonly string[] = [...Object.values(productSettings).flatMap(namesOf), ...RESERVED];
