import { defineSettings, productSettings } from '@keyledger/service-kit';

/** Everything that the sample upstream can be told. */
export const upstreamSettings = defineSettings({
  listenHost: productSettings.listenHost,
  port: productSettings.upstreamPort,
  logLevel: productSettings.logLevel,
});
