import { loadProfile } from '@keyledger/profile';
import { sampleOfProfile } from './own-sample.ts';
import type { Sample } from './sample.ts';

const COMMON = { expires: false, header: 'authorization' } as const;
const LIVE = { ...COMMON, environment: 'live', environments: ['live', 'test'] } as const;

const SAMPLES: Readonly<Record<string, Sample>> = {
  default: { ...LIVE, scopes: [], path: '/hello' },
  charthero: {
    ...LIVE,
    scopes: ['encounters:read', 'documents:read', 'transcripts:read', 'audio:read'],
    path: '/v1/encounters',
  },
  'chrt-tracking': { ...LIVE, scopes: [], path: '/tracking/sessions/list/v1' },
  'chrt-charts': {
    ...COMMON,
    environment: 'production',
    environments: ['development', 'staging', 'production'],
    scopes: [
      'enc.tiles:read',
      'enc.mbtiles:download',
      'interact.identify:read',
      'features.search:read',
      'query.spatial:read',
      'keys.manage',
      'team.manage',
    ],
    path: '/v1/features/search',
  },
  chronicle: { ...LIVE, scopes: ['presentations:read', 'presentations:write'], path: '/api/v1/presentations' },
};

/** Of a profile that comes with the product; undefined: it is the user's own. */
export const knownSample = (profile: string): Sample | undefined => SAMPLES[profile];

/**
 * @param profile as the setting has it: a name, or the path of a file
 * @throws FileRefused where it is a file that is not as it must be
 */
export const sampleOf = async (profile: string): Promise<Sample> =>
  knownSample(profile) ?? sampleOfProfile(await loadProfile(profile));
