import { defaultKeyFormat } from '../key-text/key-format.ts';
import type { Profile } from './profile.ts';

const ENVIRONMENTS = ['live', 'test'] as const;

/** Proxies every path for any active key. */
export const DEFAULT_PROFILE: Profile = {
  name: 'default',
  environments: ENVIRONMENTS,
  keyFormat: defaultKeyFormat(ENVIRONMENTS),
  credentials: { headers: ['authorization'], keep: false },
  scopes: 'any',
  tiers: [
    { name: 'free', limit: null },
    { name: 'starter', limit: null },
    { name: 'pro', limit: null },
    { name: 'enterprise', limit: null },
  ],
  legacyRateLimitHeaders: false,
  expiry: { required: false, mutable: true },
  errors: { validationStatus: 400 },
  cors: null,
  forward: {},
  routes: 'any',
};
