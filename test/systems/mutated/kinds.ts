import type { CallerKind } from './callers.ts';

/** A system whose requests are mutated. */
export interface MutatedSystem {
  readonly profile: string;
  /** `{name}` is a sample resource. */
  readonly paths: readonly string[];
  readonly parameters: readonly string[];
  /** What every key has, unless its kind says otherwise. */
  readonly key: object;
  readonly kinds: readonly CallerKind[];
}

const ORIGIN = 'https://app.example.com';

const CHARTHERO = ['encounters.list', 'encounters.get', 'documents.get', 'transcripts.get', 'audio.get'];
const OF_PUBLIC_KEYS = ['tiles.get', 'identify', 'features.search', 'query.spatial'];
const CHARTS = [...OF_PUBLIC_KEYS, 'mbtiles.download', 'keys.manage', 'team.manage'];
const PUBLIC_SCOPES = ['enc.tiles:read', 'interact.identify:read', 'features.search:read', 'query.spatial:read'];

export const MUTATED_SYSTEMS: readonly MutatedSystem[] = [
  {
    profile: 'charthero',
    paths: [
      '/v1/encounters',
      '/v1/encounters/{own_encounter}',
      '/v1/documents/{own_document}',
      '/v1/documents/{own_document}/audio',
      '/v1/transcripts/{own_transcript}',
    ],
    parameters: ['limit=5', 'limit=05', 'limit', '%6cimit=7', 'offset=0', 'offset=-1', 'sort_order=asc', 'x=1'].concat(
      'date_from=2026-01-01T00:00:00Z',
      'date_to=2026-01-01',
      'sort_order=up',
      'date_to=2020-01-01T00:00:00Z',
    ),
    key: { scopes: ['encounters:read', 'documents:read', 'transcripts:read', 'audio:read'] },
    kinds: [
      { routes: CHARTHERO },
      { key: { scopes: ['documents:read'] }, routes: ['documents.get'] },
      { organization: { routes: ['encounters.list'] }, routes: ['encounters.list'] },
      { organization: { routes: [] } },
      { key: { holder: 'user' } },
      { key: { restrictions: { ips: ['192.0.2.0/24'] } }, refusedWith: 'ip_not_allowed' },
      { key: { environment: 'test' }, refusedWith: 'test_prefix_not_allowed' },
      { verb: 'pause', refusedWith: 'disabled_key' },
      { verb: 'revoke', refusedWith: 'revoked_key' },
    ],
  },
  {
    profile: 'chrt-charts',
    paths: [
      '/v1/enc/tiles/3/4/2',
      '/v1/enc/mbtiles/{mbtiles}',
      '/v1/interact/identify',
      '/v1/features/search',
      '/v1/query/spatial',
      '/v1/keys',
      '/v1/team',
    ],
    parameters: ['limit=5', 'q=a+b', 'q=%ff', 'x=1'],
    key: {
      scopes: [...PUBLIC_SCOPES, 'enc.mbtiles:download', 'keys.manage', 'team.manage'],
      tier: 'enterprise',
    },
    kinds: [
      { routes: CHARTS },
      {
        key: { kind: 'public', scopes: PUBLIC_SCOPES, restrictions: { origins: [ORIGIN] } },
        routes: OF_PUBLIC_KEYS,
        origin: ORIGIN,
      },
      { key: { scopes: ['enc.tiles:read'] }, routes: ['tiles.get'] },
      { key: { tier: 'free' }, routes: CHARTS, burst: 100 },
      { key: { environment: 'staging' }, refusedWith: 'test_prefix_not_allowed' },
      { verb: 'pause', refusedWith: 'disabled_key' },
      { verb: 'revoke', refusedWith: 'revoked_key' },
    ],
  },
];

/** Values of headers that mean something to one of the systems. */
export const MEANINGFUL_VALUES = [ORIGIN, ORIGIN, 'GET', 'POST', '192.0.2.1', '100-continue', 'owner'];
