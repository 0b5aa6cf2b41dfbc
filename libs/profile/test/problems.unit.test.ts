import { REASON_CODES } from '@keyledger/domain';
import { FileRefused } from '@keyledger/ports';
import { describe, expect, test } from 'vitest';
import { loadProfile, readProfile } from '../src/index.ts';

const GOOD = `name: shop
environments: [live, test]
keys:
  prefixes:
    - { text: shop_, kind: secret }
scopes:
  orders:read: {}
tiers:
  standard: unlimited
routes:
  orders.list: { get: /orders, scopes: [orders:read] }
`;

/** Each as `LINE:COLUMN message`. */
function problemsOf(text: string): string[] {
  try {
    readProfile(text, 'shop.yaml');
    return [];
  } catch (error) {
    if (!(error instanceof FileRefused)) throw error;
    return error.problems.map(({ message, place }) => `${String(place.line)}:${String(place.column)} ${message}`);
  }
}

/** What is wrong after one line of the good profile became another. */
const after = (line: string, other: string): string[] => {
  expect(GOOD).toContain(line);
  return problemsOf(GOOD.replace(line, other));
};

test('a profile needs no more than this', () => {
  const profile = readProfile(GOOD, 'shop.yaml');
  expect(profile).toMatchObject({ credentials: { headers: ['authorization'], keep: false }, cors: null, forward: {} });
  expect(profile.routes).toEqual([
    {
      name: 'orders.list',
      method: 'GET',
      path: ['orders'],
      scopes: ['orders:read'],
      kinds: ['secret'],
      holder: 'any',
      query: 'any',
      cost: 1,
      refusals: [],
    },
  ]);
});

test('a profile says what a key, and all keys of an organization, may make, and how answers tell of it', () => {
  const tier = '{ per_hour: 1000, burst: 100, organization: { per_minute: 600, burst: 500, overage: true } }';
  const text = GOOD.replace('unlimited', tier).replace('tiers:', 'legacy_rate_limit_headers: true\ntiers:');
  const { tiers, legacyRateLimitHeaders } = readProfile(text, 'shop.yaml');
  expect(tiers[0]).toEqual({
    name: 'standard',
    limit: { perHour: 1_000, burst: 100, overage: false },
    organization: { perHour: 36_000, burst: 500, overage: true },
  });
  expect(legacyRateLimitHeaders).toBe(true);
});

test('all that is wrong is told at once, in the order of the text, with line, column and what is allowed', () => {
  const text = GOOD.replace('name: shop', 'name: Shop')
    .replace('kind: secret', 'kind: private')
    .replace('standard: unlimited', 'standard: endless')
    .replace('orders.list: { get:', 'orders.list: { gets:');
  expect(problemsOf(text)).toEqual([
    '1:7 `name` must be lower-case letters, digits and `-`, at most 63',
    '5:28 `keys.prefixes.0.kind` must be `secret` or `public`',
    '9:13 `tiers.standard` must be `unlimited`, `own` or a mapping',
    '11:18 `routes.orders.list.gets` is not known here; there are `get`, `post`, `put`, `patch`, `delete`, `scopes`, `kinds`, `holder`, `query`, `cost` or `refusals`',
  ]);
});

describe('a profile is refused', () => {
  test.each([
    ['that is no YAML', 'name: shop', 'name: [shop', /^\d+:\d+ is not valid YAML/],
    ['with a member twice', 'name: shop', 'name: shop\nname: shop', /^2:1 is not valid YAML: Map keys must be unique/],
    ['without a name', 'name: shop\n', '', /^1:1 the profile must have `name`/],
    ['without environments', '[live, test]', '[]', /^2:15 `environments` must NOT have fewer than 1 items/],
    ['with an environment that is none', '[live, test]', '[Live]', /^2:16 `environments.0` must be a name of/],
    ['with a prefix that breaks texts', 'text: shop_', 'text: shop-', /^5:15 `keys.prefixes.0.text` must be letters/],
    [
      'with a prefix of an environment that there is not',
      'kind: secret }',
      'kind: secret, environment: moon }',
      /^5:49 `keys.prefixes.0.environment` must be one of `environments`: live, test/,
    ],
    [
      'without a secret prefix for each environment',
      'kind: secret }',
      'kind: secret, environment: live }',
      /^5:5 `keys.prefixes` must have one for secret keys of `test`/,
    ],
    [
      'whose prefix needs codes that are not there',
      'text: shop_,',
      "text: 'shop_{env}',",
      /^5:15 `keys.prefixes.0.text` needs a code of `live` in `environment_codes`/,
    ],
    [
      'with two prefixes that one text could have',
      '    - { text: shop_, kind: secret }\n',
      '    - { text: shop_, kind: secret }\n    - { text: shop_, kind: public }\n',
      /^6:15 `keys.prefixes.1.text` makes texts that could also be of `shop_`/,
    ],
    ['with a scope that is none', 'orders:read: {}', 'orders read: {}', /^7:3 `scopes.orders read` must be letters/],
    ['without a tier', '  standard: unlimited\n', '  {}\n', /`tiers` must NOT have fewer than 1 properties/],
    [
      'with a tier without a rate',
      'standard: unlimited',
      'standard: { burst: 5 }',
      /^9:3 .* exactly one of `per_hour`/,
    ],
    [
      'with a limit of organizations with two rates',
      'unlimited',
      '{ per_hour: 5, burst: 5, organization: { per_hour: 5, per_minute: 5, burst: 5 } }',
      /^9:38 `tiers.standard.organization` must have exactly one of `per_hour`/,
    ],
    ['with a burst of nothing', 'unlimited', '{ per_hour: 5, burst: 0 }', /^9:35 `tiers.standard.burst` must be >= 1/],
    ['with a route of two methods', 'get: /orders', 'get: /a, post: /b', /^11:3 .* exactly one of `get`, `post`/],
    ['with a route of no method', 'get: /orders, ', '', /^11:3 .* exactly one of `get`, `post`/],
    ['with a path that is none', 'get: /orders', 'get: /orders/../x', /^11:23 .* must be a path such as/],
    ['with a route of a scope that there is not', '[orders:read] }', '[orders:write] }', /^11:41 .* in `scopes`/],
    ['with a route of a kind without a prefix', '[orders:read] }', '[], kinds: [public] }', /^11:52 .* in `keys`/],
    ['with a route of a query that there is not', '[orders:read] }', '[], query: list }', /`any` or `none`/],
    [
      'with two routes for one request',
      '  orders.list: ',
      "  orders.one: { get: '/{id}' }\n  orders.two: { get: '/{other}' }\n  orders.list: ",
      /^12:3 `routes.orders.two` is for the same requests as `orders.one`/,
    ],
    [
      'with two routes that one path fits',
      '  orders.list: ',
      "  orders.one: { get: '/v1/{id}/c' }\n  orders.two: { get: '/v1/b/{id}' }\n  orders.list: ",
      /^12:3 `routes.orders.two` is for the same requests as `orders.one`, such as `\/v1\/b\/c`/,
    ],
    [
      'with a route whose every path another fits',
      '  orders.list: ',
      "  orders.one: { get: '/v1/{kind}/{id}' }\n  orders.two: { get: '/v1/b/{id}' }\n  orders.list: ",
      /^12:3 `routes.orders.two` is for the same requests as `orders.one`, such as `\/v1\/b\/\{id\}`/,
    ],
    ['with a parameter of unknown type', 'tiers:', query('{ type: number }'), /must be `integer`, `choice`, `date`/],
    ['with an integer without bounds', 'tiers:', query('{ type: integer }'), /must have `min`/],
    ['with bounds the wrong way', 'tiers:', query('{ type: integer, min: 2, max: 1 }'), /must not be less than `min`/],
    ['with a choice of nothing', 'tiers:', query('{ type: choice }'), /must have `values`/],
    ['with a date that has bounds', 'tiers:', query('{ type: date, min: 1 }'), /min` does not belong to this type/],
    ['with a range of no dates', 'tiers:', query('{ type: text }', '[a, a]'), /must be a date parameter/],
    ['with a header of the node', 'tiers:', 'forward: { X-Key-Id: a }\ntiers:', /a header that the node writes itself/],
    ['with a header twice', 'tiers:', 'credentials: { headers: [A-b, a-B] }\ntiers:', /must not be there twice/],
    ['with a header that breaks lines', 'tiers:', 'forward: { x-a: "b\\r\\nc: d" }\ntiers:', /must be visible ASCII/],
  ])('%s', (_, line, other, told) => {
    expect(after(line, other)).toContainEqual(expect.stringMatching(told));
  });

  test('as public keys may not carry what its route needs', () => {
    const text = GOOD.replace('kind: secret }', 'kind: secret }\n    - { text: shop_pk_, kind: public }').replace(
      '[orders:read] }',
      '[orders:read], kinds: [public] }',
    );
    expect(problemsOf(text)).toEqual([
      '12:41 `routes.orders.list.scopes.0` must be a scope with `public: true`, as public keys may use this route',
    ]);
  });

  test('whose public keys would be granted what they may not carry', () => {
    const text = GOOD.replace('kind: secret }', 'kind: secret }\n    - { text: shop_pk_, kind: public }');
    expect(problemsOf(text.replace('read: {}', 'read: { granted: true }'))).toEqual([
      '8:27 `scopes.orders:read.granted` must come with `public: true`, as there are public keys',
    ]);
  });

  test.each(['', '- a', 'just a text', '&a [*a, *a]'])('where the text is %j', (text) => {
    expect(problemsOf(text)).not.toEqual([]);
  });

  test('whose names would reach into objects', () => {
    expect(after('orders:read: {}', '__proto__: {}')).not.toEqual([]);
    expect(after('[orders:read] }', '[toString] }')).toEqual([
      '11:41 `routes.orders.list.scopes.0` must be one of the names in `scopes`',
    ]);
  });
});

test.each([
  ['one is written out', "{ get: '/v1/{id}' }", '{ get: /v1/b }'],
  ['their methods differ', "{ get: '/v1/{id}' }", "{ post: '/v1/{id}' }"],
  ['a part that is written out differs', "{ get: '/v1/a/{id}' }", "{ get: '/v1/b/{id}' }"],
  ['their lengths differ', "{ get: '/v1/{id}' }", "{ get: '/v1/{id}/c' }"],
])('two routes are no problem where %s', (_, one, two) => {
  expect(after('  orders.list: ', `  orders.one: ${one}\n  orders.two: ${two}\n  orders.list: `)).toEqual([]);
});

test('a profile that is not there is told by its path', async () => {
  await expect(loadProfile('no-such-profile')).rejects.toThrow(
    /deploy\/profiles\/no-such-profile\.yaml line 1, column 1: the profile cannot be read \(ENOENT\)/,
  );
  await expect(loadProfile('./no-such.yaml')).rejects.toThrow(
    /no-such\.yaml .*: the profile cannot be read \(ENOENT\)$/,
  );
});

test('whoever gives a name that no profile has is told which there are', async () => {
  await expect(loadProfile('no-such-profile')).rejects.toThrow(
    '(ENOENT); there are `charthero`, `chronicle`, `chrt-charts`, `chrt-tracking` or `default`',
  );
});

function query(parameter: string, range?: string): string {
  const ranges = range === undefined ? '' : `    ranges: [${range}]\n`;
  return `queries:\n  list:\n    parameters:\n      a: ${parameter}\n${ranges}tiers:`;
}

test.each(['/openapi.json', '/_keyledger/errors', '/_keyledger/{page}'])(
  'a route is not for what the API node answers itself: %s',
  (path) => {
    const text = GOOD.replace('get: /orders', `get: '${path}'`);
    expect(problemsOf(text)).toEqual([expect.stringContaining('which the API node answers itself')]);
  },
);

test('another method of that path is a route as any', () => {
  expect(problemsOf(GOOD.replace('get: /orders', 'post: /openapi.json'))).toEqual([]);
});

describe('what an upstream may refuse with', () => {
  const refusing = (code: string): string =>
    GOOD.replace('orders.list: { get: /orders', `orders.list: { refusals: [${code}], get: /orders`);
  const resourceCodes = Object.entries(REASON_CODES).filter(
    ([code, { error }]) => error === 'public_api_not_found' || /_denied$|^audio_storage/.test(code),
  );

  test.each([...resourceCodes.map(([code]) => code), 'presentation_not_found'])('can be %s', (code) => {
    expect(refusing(code)).not.toBe(GOOD);
    expect(problemsOf(refusing(code))).toEqual([]);
  });

  test.each(['invalid_key', 'rate_limited', 'missing_scope', 'Document_not_found', '_not_found', 'gone'])(
    'is never what the API node itself refuses with, or no code at all: %s',
    (code) => expect(problemsOf(refusing(code))).toEqual([expect.stringContaining('must be a code that an upstream')]),
  );
});
