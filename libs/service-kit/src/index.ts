export { settingsHelp, settingsMarkdown } from './config/describe.ts';
export type { Environment } from './config/given.ts';
export { choice, flag, integer, list, port, text } from './config/kinds.ts';
export { printSettings } from './config/print.ts';
export { describeProblem } from './config/problem.ts';
export type { FilePlace, Problem } from './config/problem.ts';
export { bytes, duration, parseDuration } from './config/quantities.ts';
export { readSettings } from './config/read.ts';
export type { InForce, Reading, Sources } from './config/read.ts';
export { Secret, secret } from './config/secret.ts';
export { Refusal, custom, refuse } from './config/setting.ts';
export type { Setting, SettingOptions } from './config/setting.ts';
export { defineSettings } from './config/table.ts';
export type { Rule, Settings, SettingsTable, Values } from './config/table.ts';

export { checkFiles } from './product/check-files.ts';
export { parseEndpoint } from './product/endpoint.ts';
export type { Endpoint } from './product/endpoint.ts';
export { kafkaConnection } from './product/kafka-connection.ts';
export type { KafkaConnection } from './product/kafka-connection.ts';
export { kafkaRules, kafkaSettings } from './product/kafka-settings.ts';
export { leaseJson, measureApplyLag, measureLease, watchLease } from './product/lease.ts';
export { ledgerSetting } from './product/ledger.ts';
export type { LedgerChoice, LedgerKind } from './product/ledger.ts';
export { limiterSettings } from './product/limiter.ts';
export type { LimiterChoice } from './product/limiter.ts';
export { type OutagePolicy, staleAllowance } from './product/outage.ts';
export { checkProfile, startProfile } from './product/profile.ts';
export type { FollowProfile, ProfileContext, ProfileInForce } from './product/profile.ts';
export { proxyRules, proxySettings } from './product/proxy-settings.ts';
export { PRODUCT_NAMES, productSettings } from './product/settings.ts';
export type { SampleOwner } from './product/sample-owner.ts';
export { tlsRules, tlsSettings } from './product/tls-settings.ts';

export { nextChange } from './files/next-change.ts';

export { createLogger } from './logging/logger.ts';
export type { LoggerOptions, ServiceLogger } from './logging/logger.ts';
export { createRedactor, redactText } from './logging/redact.ts';

export { createHealth } from './ops/health.ts';
export type { CheckReport, Health, HealthCheck, HealthCheckOptions, HealthReport } from './ops/health.ts';
export { createMetrics } from './ops/metrics.ts';
export type { Counter, Gauge, Histogram, Labels, MetricOptions, Metrics } from './ops/metrics.ts';
export { startOpsServer } from './ops/server.ts';
export type { OpsServer, OpsServerOptions } from './ops/server.ts';

export { withinDeadline } from './process/deadline.ts';
export { StopRequested, createLifecycle } from './process/lifecycle.ts';
export type { Lifecycle, LifecycleOptions } from './process/lifecycle.ts';
export { listenOn } from './process/listen.ts';
export type { ListenAddress } from './process/listen.ts';
export { followParent } from './process/parent.ts';
export type { ParentChannel } from './process/parent.ts';
export { EXIT_FAILED, EXIT_OK, EXIT_USAGE, runProcess } from './process/run.ts';
export type { ComposeContext, ProcessDefinition, Surroundings } from './process/run.ts';
export { watchProcess } from './process/signals.ts';
export type { ProcessEvents } from './process/signals.ts';
export { StartRefused } from './process/start-refused.ts';

export { readTls } from './tls/material.ts';
export type { TlsMaterial } from './tls/material.ts';
