export { FAULT_STATUS, type FaultAnswer } from './fault-status.ts';
export { type AdminLimits, type AdminServerOptions } from './options.ts';
export { createAdminServer } from './server.ts';
