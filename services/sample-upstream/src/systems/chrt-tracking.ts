import { isListed } from '@keyledger/client/upstream';
import { page } from './page.ts';
import { type Owner, type Sample, type System, type SystemRoute, ok, sampleResources, withResource } from './system.ts';

interface Session {
  readonly owner: Owner;
  readonly demo?: true;
  readonly label: string;
  readonly startedAt: string;
}

const SESSIONS: Readonly<Record<string, Session>> = {
  session: { owner: 'acme', label: 'Rotterdam to Felixstowe', startedAt: '2026-04-01T06:00:00Z' },
  second_session: { owner: 'acme', label: 'Hamburg to Gdansk', startedAt: '2026-04-02T07:30:00Z' },
  foreign_session: { owner: 'globex', label: 'Rotterdam to Bergen', startedAt: '2026-04-01T09:00:00Z' },
};

const MISSING = 'session_not_found';
const MINUTE_MS = 60_000;
const POINTS = 12;

const sessionJson = ({ id, label, startedAt }: Session & { readonly id: string }) => ({
  id,
  label,
  device_id: `device-${id.slice(0, 8)}`,
  status: 'in_progress',
  started_at: startedAt,
});

/** One a minute, on a straight course. */
const dataPoints = ({ startedAt }: Session) =>
  Array.from({ length: POINTS }, (_, minute) => ({
    at: new Date(Date.parse(startedAt) + minute * MINUTE_MS).toISOString(),
    latitude: Number((51.95 + minute * 0.002).toFixed(4)),
    longitude: Number((4.05 - minute * 0.01).toFixed(4)),
    speed_knots: 11.4,
  }));

function routes(sample: Sample): SystemRoute[] {
  const sessions = sampleResources(sample, SESSIONS);
  type Found = Session & { readonly id: string };
  const ofOne = (path: string, json: (session: Found) => object): SystemRoute => ({
    method: 'GET',
    path,
    handle: ({ caller, query }) =>
      withResource(caller, sessions.get(query.get('session_id') ?? ''), MISSING, (found) => ok(json(found))),
  });
  const ofAll = (path: string, fits: (session: Found, query: URLSearchParams) => boolean): SystemRoute => ({
    method: 'GET',
    path,
    handle: ({ caller, query }) => {
      const listed = [...sessions.values()].filter((each) => isListed(caller, each) && fits(each, query));
      return ok(page(listed, query, sessionJson));
    },
  });
  const series = '/tracking/timeseries/session_by_device';
  return [
    ofAll('/tracking/sessions/list/v1', () => true),
    ofOne('/tracking/sessions/get/v1', sessionJson),
    ofAll('/tracking/sessions/typeahead/v1', ({ label }, query) =>
      label.toLowerCase().includes((query.get('query') ?? '').toLowerCase()),
    ),
    ofOne(`${series}/last_seen/v1`, (session) => ({ session_id: session.id, point: dataPoints(session).at(-1) })),
    ofOne(`${series}/data_points/v1`, (session) => ({ session_id: session.id, points: dataPoints(session) })),
  ];
}

/** Shipments on their way. Whoever made a key, its requests are those of an operator, and the API node says so. */
export const chrtTracking: System = {
  forward: { 'x-key-role': 'operator' },
  resources: Object.keys(SESSIONS),
  routes,
};
