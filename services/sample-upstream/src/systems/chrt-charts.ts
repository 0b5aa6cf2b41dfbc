import {
  type Owner,
  type Sample,
  type System,
  type SystemRoute,
  bytes,
  malformed,
  ok,
  refused,
  sampleResources,
  withResource,
} from './system.ts';

interface ChartPack {
  readonly owner: Owner;
  readonly demo?: true;
  readonly region: string;
}

const PACKS: Readonly<Record<string, ChartPack>> = {
  mbtiles: { owner: 'acme', region: 'north-sea' },
  foreign_mbtiles: { owner: 'globex', region: 'baltic' },
};

const FEATURES = [
  { feature_id: 'lighthouse-1', type: 'lighthouse', name: 'Maasvlakte', longitude: 4.02, latitude: 51.97 },
  { feature_id: 'buoy-7', type: 'buoy', name: 'Maas Center', longitude: 3.89, latitude: 52.02 },
  { feature_id: 'wreck-3', type: 'wreck', name: 'Unknown wreck', longitude: 3.61, latitude: 51.88 },
];

const MAX_ZOOM = 18;
/** A transparent pixel. */
const TILE = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==',
  'base64',
);

/** A whole number of a path, below `end`. */
const below = (text: string | undefined, end: number): boolean =>
  text !== undefined && /^(0|[1-9][0-9]{0,7})$/.test(text) && Number(text) < end;

const isNumber = (value: unknown, limit: number): value is number =>
  typeof value === 'number' && Math.abs(value) <= limit;

function routes(sample: Sample): SystemRoute[] {
  const packs = sampleResources(sample, PACKS);
  return [
    {
      method: 'GET',
      path: '/v1/enc/tiles/:z/:x/:y',
      handle: ({ params: { z, x, y } }) => {
        const isTile = below(z, MAX_ZOOM + 1) && below(x, 2 ** Number(z)) && below(y, 2 ** Number(z));
        return isTile ? bytes('image/png', TILE) : refused('tile_not_found');
      },
    },
    {
      method: 'GET',
      path: '/v1/enc/mbtiles/:id',
      handle: ({ caller, params: { id = '' } }) =>
        withResource(caller, packs.get(id), 'mbtiles_not_found', ({ region }) =>
          bytes('application/octet-stream', Buffer.from(`MBTiles of ${region}\n`)),
        ),
    },
    {
      method: 'POST',
      path: '/v1/interact/identify',
      handle: ({ body }) => {
        if (!isNumber(body?.['longitude'], 180)) return malformed('longitude');
        if (!isNumber(body['latitude'], 90)) return malformed('latitude');
        return ok({ features: FEATURES.slice(0, 1) });
      },
    },
    {
      method: 'GET',
      path: '/v1/features/search',
      handle: ({ query }) => {
        const wanted = (query.get('q') ?? '').toLowerCase();
        return ok({ features: FEATURES.filter(({ name }) => name.toLowerCase().includes(wanted)) });
      },
    },
    {
      method: 'POST',
      path: '/v1/query/spatial',
      handle: ({ body }) => {
        const bounds: unknown = body?.['bounds'];
        const [west, south, east, north]: unknown[] = Array.isArray(bounds) ? bounds : [];
        if (![west, south, east, north].every((each) => isNumber(each, 180))) return malformed('bounds');
        const isInside = ({ longitude, latitude }: (typeof FEATURES)[number]): boolean =>
          longitude >= Number(west) &&
          longitude <= Number(east) &&
          latitude >= Number(south) &&
          latitude <= Number(north);
        return ok({ features: FEATURES.filter(isInside) });
      },
    },
    {
      method: 'GET',
      path: '/v1/keys',
      handle: ({ caller }) => ok({ managed_with: caller.keyId, team: caller.organizationId }),
    },
    {
      method: 'GET',
      path: '/v1/team',
      handle: ({ caller }) => ok({ id: caller.organizationId, members: [] }),
    },
  ];
}

/** Nautical charts. Tiles and features are for everybody with a key; a pack of tiles belongs to its team. */
export const chrtCharts: System = { forward: {}, resources: Object.keys(PACKS), routes };
