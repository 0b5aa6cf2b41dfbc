export type { Echo } from './echo.ts';
export type { KeyIdentity } from './identity.ts';
export { createSampleUpstream } from './sample-upstream.ts';
