import { readdirSync } from 'node:fs';
import {
  DEFAULT_PROFILE,
  type Profile,
  type Route,
  composeKeyText,
  formatPathTemplate,
  parseKeyText,
  prefixOf,
} from '@keyledger/domain';
import { describe, expect, test } from 'vitest';
import { loadProfile } from '../src/index.ts';

const FOLDER = new URL('../../../deploy/profiles/', import.meta.url);
const names = readdirSync(FOLDER)
  .filter((name) => name.endsWith('.yaml'))
  .map((name) => name.slice(0, -'.yaml'.length));

const profiles: Readonly<Record<string, Profile>> = Object.fromEntries(
  await Promise.all(names.map(async (name) => [name, await loadProfile(name)] as const)),
);
const profile = (name: string): Profile => profiles[name] ?? expect.fail(`no profile ${name}`);

/** As a table in a document has it. */
const shown = ({ name, method, path, scopes }: Route): string =>
  `${name}: ${method} ${formatPathTemplate(path)}; ${scopes.join(' ')}`;
const routesOf = (name: string): readonly Route[] => {
  const { routes } = profile(name);
  return routes === 'any' ? [] : routes;
};
const prefixesOf = (name: string): string[] =>
  profile(name).keyFormat.prefixes.map(
    ({ text, kind, environment, codeLength = 0 }) => `${text}${'_'.repeat(codeLength)} ${kind} ${environment ?? 'any'}`,
  );

test('the default profile is the one that the code has', () => {
  expect(profile('default')).toEqual(DEFAULT_PROFILE);
});

test.each(names)('the file of %s says its own name, and is checked by editors', (name) => {
  expect(profile(name).name).toBe(name);
});

test.each(names)('a new key of %s of any environment and organization is accepted', (name) => {
  const { keyFormat } = profile(name);
  for (const prefix of keyFormat.prefixes) {
    const text = composeKeyText(prefixOf(prefix, 'org_1'), new Uint8Array(32).fill(7));
    expect(parseKeyText(keyFormat, text)).toBe(prefix);
  }
});

describe('charthero', () => {
  test('has keys for production and for tests', () => {
    expect(profile('charthero').environments).toEqual(['live', 'test']);
    expect(prefixesOf('charthero')).toEqual(['ch_sk_ secret any', 'ch_test_sk_ secret test']);
  });

  test('has its five routes, for keys that an organization holds', () => {
    expect(routesOf('charthero').map(shown)).toEqual([
      'encounters.list: GET /v1/encounters; encounters:read',
      'encounters.get: GET /v1/encounters/{id}; encounters:read',
      'documents.get: GET /v1/documents/{id}; documents:read',
      'transcripts.get: GET /v1/transcripts/{id}; transcripts:read',
      'audio.get: GET /v1/documents/{id}/audio; documents:read audio:read',
    ]);
    expect(new Set(routesOf('charthero').map(({ holder }) => holder))).toEqual(new Set(['organization']));
  });

  test('knows five parameters of a list, and none of a single resource', () => {
    const [list, ...single] = routesOf('charthero').map(({ query }) => query);
    expect(list).toEqual({
      parameters: [
        { name: 'limit', form: { type: 'integer', min: 1, max: 100 }, code: 'invalid_limit' },
        { name: 'offset', form: { type: 'integer', min: 0, max: 10_000 }, code: 'invalid_offset' },
        { name: 'sort_order', form: { type: 'choice', values: ['asc', 'desc'] }, code: 'invalid_sort' },
        { name: 'date_from', form: { type: 'date' }, code: 'invalid_query' },
        { name: 'date_to', form: { type: 'date' }, code: 'invalid_query' },
      ],
      ranges: [['date_from', 'date_to']],
    });
    expect(single).toEqual(Array(4).fill({ parameters: [], ranges: [] }));
  });
});

describe('chrt-tracking', () => {
  test('has the five routes of tracking, whose scope every key has', () => {
    expect(prefixesOf('chrt-tracking')).toEqual(['ak_ secret any']);
    expect(profile('chrt-tracking').scopes).toEqual([{ name: 'tracking:read', public: false, granted: true }]);
    expect(routesOf('chrt-tracking').map(shown)).toEqual([
      'sessions.list: GET /tracking/sessions/list/v1; tracking:read',
      'sessions.get: GET /tracking/sessions/get/v1; tracking:read',
      'sessions.typeahead: GET /tracking/sessions/typeahead/v1; tracking:read',
      'timeseries.last_seen: GET /tracking/timeseries/session_by_device/last_seen/v1; tracking:read',
      'timeseries.data_points: GET /tracking/timeseries/session_by_device/data_points/v1; tracking:read',
    ]);
  });

  test('tells the upstream the role, and keeps the date that a key was made with', () => {
    expect(profile('chrt-tracking').forward).toEqual({ 'x-key-role': 'operator' });
    expect(profile('chrt-tracking').expiry).toEqual({ required: false, mutable: false });
  });
});

describe('chrt-charts', () => {
  test('has both kinds of key, with a code of the environment and one of the organization', () => {
    expect(profile('chrt-charts').environments).toEqual(['development', 'staging', 'production']);
    expect(prefixesOf('chrt-charts')).toEqual([
      'chrt_sk_devl______ secret development',
      'chrt_sk_stag______ secret staging',
      'chrt_sk_prod______ secret production',
      'chrt_pk_devl______ public development',
      'chrt_pk_stag______ public staging',
      'chrt_pk_prod______ public production',
    ]);
  });

  test('has its routes, of which downloads and management are for secret keys alone', () => {
    expect(routesOf('chrt-charts').map(shown)).toEqual([
      'tiles.get: GET /v1/enc/tiles/{z}/{x}/{y}; enc.tiles:read',
      'mbtiles.download: GET /v1/enc/mbtiles/{id}; enc.mbtiles:download',
      'identify: POST /v1/interact/identify; interact.identify:read',
      'features.search: GET /v1/features/search; features.search:read',
      'query.spatial: POST /v1/query/spatial; query.spatial:read',
      'keys.manage: GET /v1/keys; keys.manage',
      'team.manage: GET /v1/team; team.manage',
    ]);
    const forPublic = routesOf('chrt-charts').filter(({ kinds }) => kinds.includes('public'));
    expect(forPublic.map(({ name }) => name)).toEqual(['tiles.get', 'identify', 'features.search', 'query.spatial']);
  });

  test('lets public keys carry what they can use', () => {
    const { scopes } = profile('chrt-charts');
    const names = scopes === 'any' ? [] : scopes.filter((scope) => scope.public).map(({ name }) => name);
    expect(names).toEqual(['enc.tiles:read', 'interact.identify:read', 'features.search:read', 'query.spatial:read']);
  });

  test('has four tiers', () => {
    expect(profile('chrt-charts').tiers).toEqual([
      { name: 'free', limit: { perHour: 1_000, burst: 100, overage: false } },
      { name: 'starter', limit: { perHour: 10_000, burst: 500, overage: false } },
      { name: 'pro', limit: { perHour: 100_000, burst: 2_000, overage: true } },
      { name: 'enterprise', limit: 'own' },
    ]);
  });

  test('answers browsers', () => {
    expect(profile('chrt-charts').cors).not.toBeNull();
  });
});

describe('chronicle', () => {
  test('takes keys from either header, 600 requests a minute', () => {
    expect(prefixesOf('chronicle')).toEqual(['chr_ secret any']);
    expect(profile('chronicle').credentials).toEqual({ headers: ['authorization', 'x-api-key'], keep: false });
    expect(profile('chronicle').tiers.map(({ limit }) => limit)).toEqual([
      { perHour: 36_000, burst: 60, overage: false },
    ]);
  });

  test('has the routes of presentations', () => {
    expect(routesOf('chronicle').map(shown)).toEqual([
      'presentations.list: GET /api/v1/presentations; presentations:read',
      'presentations.create: POST /api/v1/presentations; presentations:write',
      'presentations.generate: POST /api/v1/presentations/generate; presentations:write',
      'presentations.get: GET /api/v1/presentations/{id}; presentations:read',
      'presentations.update: PATCH /api/v1/presentations/{id}; presentations:write',
    ]);
  });
});
