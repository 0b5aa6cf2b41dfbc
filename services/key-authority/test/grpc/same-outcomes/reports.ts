import { DENIED, NOT_FOUND, type Row, type Things, invalid, row } from './row.ts';

export function reports({ acme, globex, key }: Things): readonly Row[] {
  const usage = `/v1/keys/${key}/usage`;
  const [early, late] = ['2026-01-01T00:00:00Z', '2026-01-02T00:00:00Z'];
  const seconds = (text: string) => ({ seconds: Date.parse(text) / 1000 });
  return [
    row('the usage of no key', null, ['GET /v1/keys/key_1/usage'], ['GetKeyUsage', { id: 'key_1' }], NOT_FOUND),
    row('the usage of a key of others', 'outsider', [`GET ${usage}`], ['GetKeyUsage', { id: key }], NOT_FOUND),
    row('usage as an operator', 'operator', [`GET ${usage}`], ['GetKeyUsage', { id: key }], DENIED),
    row(
      'an interval that is none',
      null,
      [`GET ${usage}?interval=year`],
      ['GetKeyUsage', { id: key, interval: 'year' }],
      invalid('interval'),
    ),
    row(
      'a group twice',
      null,
      [`GET ${usage}?group_by=route,route`],
      ['GetKeyUsage', { id: key, groupBy: ['route', 'route'] }],
      invalid('group_by'),
    ),
    row(
      'a group that is none',
      null,
      [`GET ${usage}?group_by=weather`],
      ['GetKeyUsage', { id: key, groupBy: ['weather'] }],
      invalid('group_by'),
    ),
    row(
      'usage from after its end',
      null,
      [`GET ${usage}?from=${late}&to=${early}`],
      ['GetKeyUsage', { id: key, from: seconds(late), to: seconds(early) }],
      invalid('from'),
    ),
    row(
      'a category that is none',
      null,
      ['GET /v1/security-events?category=all'],
      ['ListSecurityEvents', { category: 'all' }],
      invalid('category'),
    ),
    row(
      'security events of another organization',
      'owner',
      [`GET /v1/security-events?organization_id=${globex}`],
      ['ListSecurityEvents', { organizationId: globex }],
      NOT_FOUND,
    ),
    row('security events as an operator', 'operator', ['GET /v1/security-events'], ['ListSecurityEvents', {}], DENIED),
    row('a notice that is none', null, ['GET /v1/notices?kind=all'], ['ListNotices', { kind: 'all' }], invalid('kind')),
    row(
      'notices of another organization',
      'outsider',
      [`GET /v1/notices?organization_id=${acme}`],
      ['ListNotices', { organizationId: acme }],
      NOT_FOUND,
    ),
  ];
}
