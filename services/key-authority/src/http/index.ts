export { FAULT_STATUS, type FaultAnswer } from './fault-status.ts';
export { type AdminLimits, type AdminServerOptions, DEFAULT_ADMIN_LIMITS } from './options.ts';
export { createAdminServer } from './server.ts';
