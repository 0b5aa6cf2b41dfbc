import fc from 'fast-check';

/** What requests are made from. */
export interface Material {
  /** Where there is a route. */
  readonly paths: readonly string[];
  /** What a query may say, such as `limit=5`, and what it may not. */
  readonly parameters: readonly string[];
  /** Values of headers that mean something here. */
  readonly values: readonly string[];
  /** A key's text, put where none belongs. */
  readonly secret: string;
}

export interface MutatedRequest {
  readonly method: string;
  readonly target: string;
  /** Lines, without those of the credentials. */
  readonly headers: readonly string[];
}

const SEGMENTS = ['', '.', '..', 'a', 'v1', 'documents', 'keys', '%2e%2e', '%2F', '%5c', '%00', '%61', '%20', '%C3%A4'];
const more = ['%ff', '%zz', ';x', '\\', '*', ':', '@', '~', '\xe4', '#', 'http:'];
const segments = (maxLength: number): fc.Arbitrary<string> =>
  fc.array(fc.constantFrom(...SEGMENTS, ...more), { maxLength }).map((each) => each.join('/'));

const NAMES = ['X-Key-Id', 'X-Key-Role', 'X-Organization-Id', 'X-Api-Key', 'X-Original-URL', 'X-Forwarded-For', 'X-Ok'];
const others = ['X-HTTP-Method-Override', 'Connection', 'Origin', 'Access-Control-Request-Method', 'Expect', 'Host'];

const oddQueries = (secret: string): readonly string[] => [
  '',
  '=',
  '&',
  'q=%26limit%3D9',
  'q=a;limit=9',
  'q=?',
  `q=${secret}`,
  secret,
  `q=${percentEncoded(secret, 1)}`,
  'Limit=5',
  'limit%00=1',
  '+limit=5',
];

/** A letter as `%XX` means the same to some readers, and not to others. */
function percentEncoded(path: string, at: number): string {
  const index = at % path.length;
  const code = path.charCodeAt(index).toString(16);
  return `${path.slice(0, index)}%${code}${path.slice(index + 1)}`;
}

/** One in two is left as it is: mutations of everything at once would seldom get past the first check. */
const half = <T>(sound: fc.Arbitrary<T>, mutated: fc.Arbitrary<T>): fc.Arbitrary<T> => fc.oneof(sound, mutated);

const NONE = fc.constant<readonly string[]>([]);

/** Requests that are right, nearly right, and made to be read in two ways. */
export function mutatedRequests({ paths, parameters, values, secret }: Material): fc.Arbitrary<MutatedRequest> {
  const known = fc.constantFrom(...paths);
  const path = fc.oneof(
    fc.tuple(known, segments(3)).map(([start, rest]) => `${start}/${rest}`),
    fc.tuple(known, fc.nat(100)).map(([start, at]) => percentEncoded(start, at)),
    segments(5).map((all) => `/${all}`),
  );
  const said = fc.array(fc.constantFrom(...parameters, ...oddQueries(secret)), { maxLength: 3 });
  const query = half(
    half(
      NONE,
      fc.constantFrom(...parameters).map((one): readonly string[] => [one]),
    ),
    said,
  );
  const meant = [...values, 'forged', 'X-Key-Id', '', '\xe4'];
  const header = fc
    .tuple(fc.constantFrom(...NAMES, ...others), fc.boolean(), fc.constantFrom(...meant))
    .map(([name, isFolded, value]) => `${isFolded ? name.replaceAll('-', '_') : name}: ${value}`);
  return fc.record({
    method: half(fc.constant('GET'), fc.constantFrom('GET', 'HEAD', 'POST', 'OPTIONS', 'DELETE')),
    target: fc.tuple(half(known, path), query).map(([where, all]) => [where, all.join('&')].filter(Boolean).join('?')),
    headers: half(NONE, fc.array(header, { maxLength: 3 })),
  });
}
