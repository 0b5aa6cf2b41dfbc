import {
  defineSettings,
  kafkaRules,
  kafkaSettings,
  ledgerSetting,
  productSettings,
  tlsRules,
  tlsSettings,
} from '@keyledger/service-kit';

const shared = productSettings;

/** Everything that a key authority can be told (docs/configuration.md). */
export const authoritySettings = defineSettings(
  {
    ledger: ledgerSetting(['embedded', 'kafka']),
    ...kafkaSettings,
    ...tlsSettings,
    dataDir: shared.dataDir,
    acceptEpoch: shared.acceptEpoch,
    profile: shared.profile,
    environment: shared.environment,
    digestKeys: shared.digestKeys,
    digestKeyActive: shared.digestKeyActive,
    adminToken: shared.adminToken,
    nodeToken: shared.nodeToken,
    listenHost: shared.listenHost,
    httpPort: shared.authorityHttpPort,
    grpcPort: shared.authorityGrpcPort,
    opsPort: shared.authorityOpsPort,
    logLevel: shared.logLevel,
    maxKeysPerOrganization: shared.maxKeysPerOrganization,
    maxStaleness: shared.maxStaleness,
    onLedgerOutage: shared.onLedgerOutage,
    usageKeepMinutes: shared.usageKeepMinutes,
    usageKeepHours: shared.usageKeepHours,
    usageKeepDays: shared.usageKeepDays,
    securityEventsKeep: shared.securityEventsKeep,
    noticesInterval: shared.noticesInterval,
    webhooks: shared.webhooks,
    webhooksInterval: shared.webhooksInterval,
    webhooksPrivate: shared.webhooksPrivate,
    canaryInterval: shared.canaryInterval,
    commandTimeout: shared.commandTimeout,
    commandBurst: shared.commandBurst,
    commandRate: shared.commandRate,
  },
  [...kafkaRules, ...tlsRules],
);
