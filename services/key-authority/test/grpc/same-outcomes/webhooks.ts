import type { Json } from '../../support/test-api.ts';
import { type Row, type Things, type End, DENIED, NOT_FOUND, invalid, row } from './row.ts';

export function webhooks({ acme, globex, webhook }: Things): readonly Row[] {
  const url = `/v1/organizations/${acme}/webhooks`;
  const of = { organizationId: acme };
  const create = (title: string, by: Row['by'], fields: Json, end: End, more: Json = {}) => {
    const body = { url: 'https://example.com/hook', ...fields };
    const request = { ...of, ...body, ...more };
    return row(`create a webhook: ${title}`, by, [`POST ${url}`, body], ['CreateWebhook', request], end);
  };
  const withKinds = (title: string, names: string[], end: End) =>
    create(title, null, { kinds: names }, end, { kinds: { names } });
  return [
    create('a role that may none', 'operator', {}, DENIED),
    create('in another organization', 'outsider', {}, NOT_FOUND),
    create('an address that is none', null, { url: 'here' }, invalid('url')),
    create('a private address', null, { url: 'https://10.0.0.1/' }, invalid('url')),
    create('a long description', null, { description: 'd'.repeat(201) }, invalid('description')),
    withKinds('no kinds', [], invalid('kinds')),
    withKinds('a kind that is none', ['security.events', 'all'], invalid('kinds[1]')),
    row('get no webhook', null, [`GET ${url}/wh_1`], ['GetWebhook', { ...of, id: 'wh_1' }], NOT_FOUND),
    row('remove no webhook', null, [`DELETE ${url}/wh_1`], ['RemoveWebhook', { ...of, id: 'wh_1' }], NOT_FOUND),
    row(
      "test another organization's webhook",
      null,
      [`POST /v1/organizations/${globex}/webhooks/${webhook}/test`],
      ['TestWebhook', { organizationId: globex, id: webhook }],
      NOT_FOUND,
    ),
    row('list webhooks as an operator', 'operator', [`GET ${url}`], ['ListWebhooks', of], DENIED),
  ];
}
