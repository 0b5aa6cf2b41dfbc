import { createHash } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { resourceIds } from '../src/resource-ids.ts';
import { type Sample, createSampleUpstream, serveSystem, systemOf } from '../src/index.ts';

const SAMPLE: Sample = {
  organizations: { acme: 'org_acme', globex: 'org_globex' },
  idOf: (name) => createHash('md5').update(name).digest('hex'),
};
const id = SAMPLE.idOf;

interface Asked {
  readonly method?: 'GET' | 'POST' | 'PATCH';
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

function upstream(profile: string) {
  const system = systemOf(profile);
  if (system === null) throw new Error(`no system ${profile}`);
  const app = createSampleUpstream();
  serveSystem(app, system, SAMPLE);
  onTestFinished(() => app.close());
  const identity = (organization: string): Record<string, string> => ({
    'x-key-id': 'key_1',
    'x-organization-id': organization,
    'x-key-kind': 'secret',
    'x-key-environment': 'live',
    'x-key-scopes': '',
    ...system.forward,
  });
  return async (path: string, { method = 'GET', body, headers = identity('org_acme') }: Asked = {}) => {
    const sent = body === undefined ? {} : { payload: JSON.stringify(body) };
    const answer = await app.inject({ method, url: path, headers, ...sent });
    const isJson = answer.headers['content-type']?.startsWith('application/json') === true;
    const json: unknown = isJson ? answer.json() : null;
    return {
      status: answer.statusCode,
      json: (json ?? {}) as Record<string, unknown>,
      type: answer.headers['content-type'],
    };
  };
}

const UNKNOWN = '0'.repeat(32);

describe('charthero', () => {
  it.each([
    ['encounters', 'own_encounter', 200, undefined],
    ['encounters', 'foreign_encounter', 403, 'cross_organization_denied'],
    ['encounters', 'demo_encounter', 403, 'demo_training_denied'],
    ['encounters', 'training_encounter', 403, 'demo_training_denied'],
    ['documents', 'own_document', 200, undefined],
    ['documents', 'foreign_document', 403, 'cross_organization_denied'],
    ['documents', 'demo_document', 403, 'demo_training_denied'],
    ['documents', 'unsupported_document', 404, 'unsupported_document_type'],
    ['transcripts', 'own_transcript', 200, undefined],
    ['transcripts', 'foreign_transcript', 403, 'cross_organization_denied'],
    ['transcripts', 'draft_transcript', 404, 'transcript_not_found'],
  ])('%s: %s is answered with %i %s', async (kind, name, status, code) => {
    const { status: answered, json } = await upstream('charthero')(`/v1/${kind}/${id(name)}`);
    expect([answered, json['reason_code']]).toEqual([status, code]);
  });

  it.each([
    ['own_document', 200, undefined],
    ['foreign_document', 403, 'cross_organization_denied'],
    ['training_document', 403, 'demo_training_denied'],
    ['unsupported_document', 404, 'unsupported_document_type'],
    ['document_without_audio', 404, 'audio_not_available_for_document'],
    ['document_audio_lost', 404, 'audio_not_found'],
    ['document_audio_storage_down', 503, 'audio_storage_unavailable'],
  ])('the audio of %s is answered with %i %s', async (name, status, code) => {
    const { status: answered, json } = await upstream('charthero')(`/v1/documents/${id(name)}/audio`);
    expect([answered, json['reason_code']]).toEqual([status, code]);
  });

  it.each(['encounter', 'document', 'transcript'])('an unknown %s and a malformed id are the same', async (kind) => {
    const ask = upstream('charthero');
    const answers = await Promise.all([UNKNOWN, 'x', 'a'.repeat(5_000)].map((one) => ask(`/v1/${kind}s/${one}`)));
    expect(answers[0]).toMatchObject({ status: 404, json: { reason_code: `${kind}_not_found` } });
    expect(answers[1]).toEqual(answers[0]);
    expect(answers[2]).toEqual(answers[0]);
  });

  it("lists the caller's own encounters, sorted, by date and in pages", async () => {
    const ask = upstream('charthero');
    const listed = async (query: string) => {
      const { items } = (await ask(`/v1/encounters?${query}`)).json as { items: { id: string }[] };
      return items.map((each) => each.id);
    };
    const [first, second, third] = ['own_encounter', 'second_encounter', 'third_encounter'].map(id);
    expect(await listed('')).toEqual([first, second, third]);
    expect(await listed('sort_order=desc&limit=1&offset=1')).toEqual([second]);
    expect(await listed('date_from=2026-02-01T00:00:00Z')).toEqual([second, third]);
    expect(await listed('date_to=2026-02-01T00:00:00Z')).toEqual([first]);
  });
});

describe('chrt-tracking', () => {
  const get = (session: string) => `/tracking/sessions/get/v1?session_id=${session}`;

  it.each([
    '/tracking/sessions/list/v1',
    get(id('session')),
    '/tracking/sessions/typeahead/v1?query=rotter',
    `/tracking/timeseries/session_by_device/last_seen/v1?session_id=${id('session')}`,
    `/tracking/timeseries/session_by_device/data_points/v1?session_id=${id('session')}`,
  ])('%s is answered', async (path) => {
    expect((await upstream('chrt-tracking')(path)).status).toBe(200);
  });

  it("another organization's session is refused, found neither by typing nor in the list", async () => {
    const ask = upstream('chrt-tracking');
    expect(await ask(get(id('foreign_session')))).toMatchObject({ json: { reason_code: 'cross_organization_denied' } });
    expect(await ask(get(UNKNOWN))).toMatchObject({ status: 404, json: { reason_code: 'session_not_found' } });
    const found = await ask('/tracking/sessions/typeahead/v1?query=rotter');
    expect(found.json).toMatchObject({ items: [{ id: id('session') }], total: 1 });
  });

  it('nothing is answered to who is not said to be an operator', async () => {
    const headers = { 'x-key-id': 'key_1', 'x-organization-id': 'org_acme', 'x-key-kind': 'secret' };
    const identity = { ...headers, 'x-key-environment': 'live', 'x-key-scopes': '' };
    const answer = await upstream('chrt-tracking')('/tracking/sessions/list/v1', { headers: identity });
    expect(answer).toMatchObject({ status: 503, json: { reason_code: 'digest_key_unavailable' } });
  });
});

describe('chrt-charts', () => {
  it('serves tiles that there are', async () => {
    const ask = upstream('chrt-charts');
    expect(await ask('/v1/enc/tiles/3/7/0')).toMatchObject({ status: 200, type: 'image/png' });
    for (const tile of ['3/8/0', '19/0/0', '03/0/0', 'a/b/c', '-1/0/0'])
      expect(await ask(`/v1/enc/tiles/${tile}`)).toMatchObject({
        status: 404,
        json: { reason_code: 'tile_not_found' },
      });
  });

  it('a pack of tiles is for its team alone', async () => {
    const ask = upstream('chrt-charts');
    expect((await ask(`/v1/enc/mbtiles/${id('mbtiles')}`)).status).toBe(200);
    expect((await ask(`/v1/enc/mbtiles/${id('foreign_mbtiles')}`)).status).toBe(403);
    expect((await ask(`/v1/enc/mbtiles/${UNKNOWN}`)).status).toBe(404);
  });

  it('identifies, searches and queries', async () => {
    const ask = upstream('chrt-charts');
    const here = { longitude: 4, latitude: 52 };
    expect((await ask('/v1/interact/identify', { method: 'POST', body: here })).status).toBe(200);
    expect((await ask('/v1/interact/identify', { method: 'POST', body: { longitude: 'x' } })).status).toBe(400);
    expect((await ask('/v1/features/search?q=maas')).json['features']).toHaveLength(2);
    const bounds = [3.5, 51, 3.7, 52];
    const inside = await ask('/v1/query/spatial', { method: 'POST', body: { bounds } });
    expect(inside.json).toMatchObject({ features: [{ feature_id: 'wreck-3' }] });
    expect((await ask('/v1/query/spatial', { method: 'POST', body: [] })).status).toBe(400);
  });
});

describe('chronicle', () => {
  const PATH = '/api/v1/presentations';

  it('creates, generates, fetches and updates', async () => {
    const ask = upstream('chronicle');
    const created = await ask(PATH, { method: 'POST', body: { title: 'New' } });
    const generated = await ask(`${PATH}/generate`, { method: 'POST', body: { prompt: 'Made up' } });
    expect([created.status, generated.status]).toEqual([201, 201]);
    const one = `${PATH}/${String(created.json['id'])}`;
    expect((await ask(one, { method: 'PATCH', body: { title: 'Newer' } })).json).toMatchObject({ title: 'Newer' });
    expect((await ask(one)).json).toMatchObject({ title: 'Newer', slides: 1 });
    expect((await ask(PATH)).json).toMatchObject({ total: 3 });
  });

  it('says which field of a body it cannot read', async () => {
    const ask = upstream('chronicle');
    for (const body of [undefined, [], 'x', { title: 1 }, { title: ' ' }, { title: 'x'.repeat(200_000) }])
      expect(await ask(PATH, { method: 'POST', body })).toMatchObject({ status: 400, json: { field: 'title' } });
  });

  it("refuses another workspace's presentation before it reads what was sent", async () => {
    const ask = upstream('chronicle');
    const foreign = `${PATH}/${id('foreign_presentation')}`;
    for (const asked of [{}, { method: 'PATCH', body: { title: 'Mine' } }, { method: 'PATCH' }] as const)
      expect(await ask(foreign, asked)).toMatchObject({
        status: 403,
        json: { reason_code: 'cross_organization_denied' },
      });
    expect(await ask(`${PATH}/${UNKNOWN}`)).toMatchObject({
      status: 404,
      json: { reason_code: 'presentation_not_found' },
    });
  });
});

describe.each(['charthero', 'chrt-tracking', 'chrt-charts', 'chronicle'])('%s', (profile) => {
  it('answers nothing past the API node, whatever is asked', async () => {
    const ask = upstream(profile);
    for (const { method, path } of systemOf(profile)?.routes(SAMPLE) ?? []) {
      const answer = await ask(path.replaceAll(/:\w+/g, '1'), { method, headers: {} });
      expect(answer, path).toMatchObject({ status: 503, json: { reason_code: 'digest_key_unavailable' } });
    }
  });
});

it('ids of sample resources say nothing, and stay what they are', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'keyledger-sample-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const first = await resourceIds(join(folder, 'data'), ['a', 'b']);
  expect([...first.values()]).toEqual([
    expect.stringMatching(/^[0-9a-f]{32}$/),
    expect.stringMatching(/^[0-9a-f]{32}$/),
  ]);
  const second = await resourceIds(join(folder, 'data'), ['b', 'c']);
  expect(second.get('b')).toBe(first.get('b'));
  const kept = JSON.parse(await readFile(join(folder, 'data', 'sample-resources.json'), 'utf8')) as object;
  expect(kept).toEqual({ ...Object.fromEntries(first), ...Object.fromEntries(second) });
});
