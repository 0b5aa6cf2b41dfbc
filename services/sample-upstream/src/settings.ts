import { defineSettings, productSettings } from '@keyledger/service-kit';

/** Everything that the sample upstream can be told. */
export const upstreamSettings = defineSettings({
  listenHost: productSettings.listenHost,
  port: productSettings.upstreamPort,
  profile: productSettings.profile,
  organizations: productSettings.upstreamOrganizations,
  dataDir: productSettings.dataDir,
  logLevel: productSettings.logLevel,
});
