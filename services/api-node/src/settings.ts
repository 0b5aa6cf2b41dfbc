import {
  defineSettings,
  kafkaRules,
  kafkaSettings,
  ledgerSetting,
  limiterSettings,
  productSettings,
  proxyRules,
  proxySettings,
  tlsRules,
  tlsSettings,
} from '@keyledger/service-kit';

const shared = productSettings;

/** Everything that an API node can be told (docs/configuration.md). */
export const apiNodeSettings = defineSettings(
  {
    ledger: ledgerSetting(['kafka', 'authority']),
    ...kafkaSettings,
    ...tlsSettings,
    authority: { ...shared.authority, required: true },
    nodeToken: { ...shared.nodeToken, required: true },
    upstream: { ...shared.upstream, required: true },
    environment: shared.environment,
    profile: shared.profile,
    apiKeys: shared.apiKeys,
    ...proxySettings,
    maxStaleness: shared.maxStaleness,
    onLedgerOutage: shared.onLedgerOutage,
    missBurst: shared.missBurst,
    missRate: shared.missRate,
    ...limiterSettings,
    cacheEntries: shared.cacheEntries,
    usageInterval: shared.usageInterval,
    countryDb: shared.countryDb,
    countryHeader: shared.countryHeader,
    listenHost: shared.listenHost,
    httpPort: shared.apiNodeHttpPort,
    opsPort: shared.apiNodeOpsPort,
    logLevel: shared.logLevel,
  },
  [...kafkaRules, ...tlsRules, ...proxyRules],
);
