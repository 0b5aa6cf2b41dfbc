/** What a newcomer finds in a profile that comes with the product. */
export interface Sample {
  /** The production-like one: whose keys are served where nothing else is asked for. */
  readonly environment: string;
  /** Those of the sample organizations. */
  readonly environments: readonly string[];
  /** Of the demo key, beside what every key has. */
  readonly scopes: readonly string[];
  /** Answered with 200 for the demo key. */
  readonly path: string;
}

const LIVE = { environment: 'live', environments: ['live', 'test'] } as const;

const SAMPLES: Readonly<Record<string, Sample>> = {
  default: { ...LIVE, scopes: [], path: '/hello' },
  charthero: {
    ...LIVE,
    scopes: ['encounters:read', 'documents:read', 'transcripts:read', 'audio:read'],
    path: '/v1/encounters',
  },
  'chrt-tracking': { ...LIVE, scopes: [], path: '/tracking/sessions/list/v1' },
  'chrt-charts': {
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

/** Null for a profile of the user's own: what its keys may do is not known here. */
export const sampleOf = (profile: string): Sample | null => SAMPLES[profile] ?? null;
