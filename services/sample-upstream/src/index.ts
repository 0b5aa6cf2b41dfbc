export type { Echo } from './echo.ts';
export { createSampleUpstream } from './sample-upstream.ts';
export { systemOf } from './systems/index.ts';
export { serveSystem } from './systems/serve-system.ts';
export type { Sample, System } from './systems/system.ts';
