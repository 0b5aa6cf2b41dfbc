import { describe, expect, it } from 'vitest';
import {
  PRODUCT_NAMES,
  Refusal,
  defineSettings,
  describeProblem,
  kafkaRules,
  kafkaSettings,
  ledgerSetting,
  printSettings,
  productSettings,
  proxyRules,
  readSettings,
  settingsMarkdown,
  tlsRules,
  tlsSettings,
} from '../src/index.ts';
import type { Environment } from '../src/index.ts';

const everything = defineSettings(productSettings, [...kafkaRules, ...tlsRules, ...proxyRules]);

function problemsOf(env: Environment): string[] {
  const reading = readSettings(everything, { env: { KEYLEDGER_LEDGER: 'authority', ...env }, known: PRODUCT_NAMES });
  return reading.ok ? [] : reading.problems.map(describeProblem);
}

describe('the settings of the product', () => {
  it('need only the ledger and have the documented defaults', () => {
    const reading = readSettings(everything, { env: { KEYLEDGER_LEDGER: 'embedded:/data/ledger' } });
    expect(reading).toMatchObject({
      ok: true,
      values: {
        ledger: { kind: 'embedded', directory: '/data/ledger' },
        topic: 'keyledger.ledger.v1',
        dataDir: '.keyledger',
        profile: 'default',
        environment: undefined,
        apiKeys: true,
        trustedProxies: undefined,
        forwardedHeader: 'x-forwarded-for',
        proxyProtocol: false,
        maxStaleness: 5_000,
        onLedgerOutage: { kind: 'fail-closed' },
        listenHost: '127.0.0.1',
        authorityHttpPort: 8400,
        authorityGrpcPort: 8401,
        authorityOpsPort: 8409,
        apiNodeHttpPort: 8410,
        apiNodeGrpcPort: 8411,
        apiNodeOpsPort: 8419,
        upstreamPort: 8420,
        logLevel: 'info',
      },
    });
  });

  it.each(['default', 'chrt-charts', './mine.yaml', '/etc/keyledger/mine.yml', 'mine.yaml'])(
    'may name the profile %s',
    (name) => {
      expect(problemsOf({ KEYLEDGER_PROFILE: name })).toEqual([]);
    },
  );

  it.each(['Default', 'a b', '..', 'mine.yml'])('may not name the profile %s', (name) => {
    expect(problemsOf({ KEYLEDGER_PROFILE: name })).toEqual([expect.stringContaining('KEYLEDGER_PROFILE: must be')]);
  });

  it('are each known under a name of their own', () => {
    const names = Object.values(productSettings).map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    expect(PRODUCT_NAMES).toEqual(expect.arrayContaining([...names, 'KEYLEDGER_ADMIN_TOKEN_FILE']));
  });

  it('can be rendered as a Markdown table with a row for each', () => {
    const rows = settingsMarkdown(Object.values(productSettings)).trimEnd().split('\n');
    expect(rows).toHaveLength(Object.keys(productSettings).length + 2);
    for (const row of rows) expect(row.replaceAll('\\|', '').split('|')).toHaveLength(6);
    expect(rows).toContain(
      '| `KEYLEDGER_API_KEYS` | Whether API keys are accepted at all; off: `api_keys_disabled` | `on` or `off` | `on` |',
    );
  });

  it('are printed as YAML that says where each comes from, and never show a secret', () => {
    const password = 'swordfish-swordfish-swordfish-swordfish';
    const env = { KEYLEDGER_LEDGER: 'kafka:a:9092,[::1]:9093', KEYLEDGER_ADMIN_TOKEN: password };
    const reading = readSettings(everything, { env });
    if (!reading.ok) throw new Error('must be readable');
    const printed = printSettings(reading.inForce);
    expect(printed).not.toContain('swordfish');
    expect(printed.split('\n')).toEqual(
      expect.arrayContaining([
        'ledger: kafka:a:9092,[::1]:9093 # KEYLEDGER_LEDGER',
        'max_staleness: 5s # default',
        'admin_token: "[redacted]" # KEYLEDGER_ADMIN_TOKEN',
        'upstream: # not set',
      ]),
    );
  });
});

describe('single settings', () => {
  it('tell the three kinds of ledger apart', () => {
    expect(productSettings.ledger.parse('kafka:one:9092, [::1]:9093')).toEqual({
      kind: 'kafka',
      brokers: [
        { host: 'one', port: 9092 },
        { host: '::1', port: 9093 },
      ],
    });
    expect(productSettings.ledger.parse('authority')).toEqual({ kind: 'authority' });
    expect(productSettings.ledger.parse('embedded:./x:y')).toEqual({ kind: 'embedded', directory: './x:y' });
  });

  it('refuse a kind of ledger that the process cannot use', () => {
    const setting = ledgerSetting(['embedded', 'kafka']);
    expect(setting.parse('authority')).toEqual(new Refusal('must be `embedded:DIR` or `kafka:HOST:PORT,…`'));
  });

  it.each([
    '',
    'embedded:',
    'kafka:',
    'kafka:host',
    'kafka:host:0',
    'kafka:host:65536',
    'kafka:a:1,',
    'kafka:u@h:1',
    'etcd:x',
  ])('refuse the ledger %j', (given) => expect(productSettings.ledger.parse(given)).toBeInstanceOf(Refusal));

  it('take an upstream as an origin alone', () => {
    expect(productSettings.upstream.parse('http://Up.example:80')).toBe('http://up.example');
    for (const bad of [
      'http://h/',
      'http://h/p',
      'http://h?q',
      'http://h#f',
      'http://u:p@h',
      'ftp://h',
      'h:80',
      'http://',
      'http://h\\x',
    ]) {
      expect(productSettings.upstream.parse(bad), bad).toBeInstanceOf(Refusal);
    }
  });

  it('take an outage policy with a duration that is not zero', () => {
    expect(productSettings.onLedgerOutage.parse('serve-stale:10m')).toEqual({ kind: 'serve-stale', forMs: 600_000 });
    for (const bad of [
      'serve-stale:12h',
      'serve-stale',
      'serve-stale:',
      'serve-stale:0s',
      'serve-stale:x',
      'fail-open',
    ]) {
      expect(productSettings.onLedgerOutage.parse(bad), bad).toBeInstanceOf(Refusal);
    }
  });

  it('take an interval of the canary that is off, or long enough for a round', () => {
    expect(['off', '0s', '15m'].map(productSettings.canaryInterval.parse)).toEqual([0, 0, 900_000]);
    for (const bad of ['9s', '25h', 'on', '', '15']) {
      expect(productSettings.canaryInterval.parse(bad), bad).toBeInstanceOf(Refusal);
    }
  });

  it('take proxies as addresses and CIDR ranges', () => {
    expect(productSettings.trustedProxies.parse('10.0.0.0/8, ::1')).toHaveLength(2);
    expect(productSettings.trustedProxies.parse('10.0.0.1/8')).toBeInstanceOf(Refusal);
  });

  it('take tokens of at least 32 characters', () => {
    expect(productSettings.adminToken.parse('x'.repeat(31))).toBeInstanceOf(Refusal);
    expect(productSettings.adminToken.parse('x'.repeat(32))).not.toBeInstanceOf(Refusal);
  });
});

describe('settings that go together', () => {
  it('demand SASL whole or not at all', () => {
    expect(problemsOf({ KEYLEDGER_KAFKA_SASL_MECHANISM: 'plain', KEYLEDGER_KAFKA_SASL_USERNAME: 'u' })).toEqual([
      expect.stringMatching(/^KEYLEDGER_KAFKA_SASL_PASSWORD: is required too/),
    ]);
    const whole = { KEYLEDGER_KAFKA_SASL_MECHANISM: 'plain', KEYLEDGER_KAFKA_SASL_USERNAME: 'u' };
    expect(problemsOf({ ...whole, KEYLEDGER_KAFKA_SASL_PASSWORD: 'p' })).toEqual([]);
  });

  it('refuse a certificate authority for Kafka without TLS', () => {
    expect(problemsOf({ [kafkaSettings.kafkaTlsCaFile.name]: '/ca.pem' })).toHaveLength(1);
    expect(problemsOf({ KEYLEDGER_KAFKA_TLS: 'on', KEYLEDGER_KAFKA_TLS_CA_FILE: '/ca.pem' })).toEqual([]);
  });

  it('know two headers of proxies, and no third', () => {
    expect(problemsOf({ KEYLEDGER_FORWARDED_HEADER: 'forwarded' })).toEqual([]);
    expect(problemsOf({ KEYLEDGER_FORWARDED_HEADER: 'x-real-ip' })).toEqual([
      'KEYLEDGER_FORWARDED_HEADER: must be `x-forwarded-for` or `forwarded`',
    ]);
  });

  it('demand trusted proxies for the PROXY protocol', () => {
    expect(problemsOf({ KEYLEDGER_PROXY_PROTOCOL: 'on' })).toEqual([
      'KEYLEDGER_TRUSTED_PROXIES: is required while KEYLEDGER_PROXY_PROTOCOL is on',
    ]);
    expect(problemsOf({ KEYLEDGER_PROXY_PROTOCOL: 'on', KEYLEDGER_TRUSTED_PROXIES: '10.0.0.0/8' })).toEqual([]);
    expect(problemsOf({ KEYLEDGER_PROXY_PROTOCOL: 'off' })).toEqual([]);
  });

  it('demand certificate and key together', () => {
    expect(problemsOf({ [tlsSettings.tlsCertFile.name]: '/c' })[0]).toMatch(/^KEYLEDGER_TLS_KEY_FILE: is required/);
    expect(problemsOf({ [tlsSettings.tlsKeyFile.name]: '/k' })[0]).toMatch(/^KEYLEDGER_TLS_CERT_FILE: is required/);
    expect(problemsOf({ [tlsSettings.tlsCaFile.name]: '/a' })[0]).toMatch(/^KEYLEDGER_TLS_CERT_FILE: is required/);
    expect(problemsOf({ KEYLEDGER_TLS_CERT_FILE: '/c', KEYLEDGER_TLS_KEY_FILE: '/k' })).toEqual([]);
  });
});
