export { followProfile } from './follow-profile.ts';
export type { FollowProfileOptions, FollowedProfile } from './follow-profile.ts';
export { loadProfile } from './load-profile.ts';
export { readProfile } from './read-profile.ts';
