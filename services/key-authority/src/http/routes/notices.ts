import type { Authority } from '../../application/authority.ts';
import type { App } from '../app.ts';
import { principalOf } from '../authentication.ts';
import { READ, responses } from '../operation.ts';
import { pageJson, pageQuery } from '../page-query.ts';
import { page } from '../schemas/common.ts';
import { NOTICE, NoticeParameters, noticeJson } from '../schemas/notice.ts';
import { ReadHeaders } from '../schemas/parameters.ts';

const faults = [...READ, 'not_found', 'rate_limited'] as const;

/** Reading notices (docs/notices.md). */
export function registerNotices(app: App, authority: Authority): void {
  const list = {
    tags: ['keys'],
    operationId: 'listNotices',
    summary: 'Keys that somebody should look at, the newest notices first',
    querystring: NoticeParameters,
    headers: ReadHeaders,
    response: responses({ status: 200, description: 'A page of notices.', schema: page(NOTICE) }, faults),
  };
  app.get('/notices', { schema: list }, async (request) => {
    const { organization_id = null, kind = null } = request.query;
    const query = { ...pageQuery(request.query), organizationId: organization_id, kind };
    return pageJson(authority.notices.list(principalOf(request), query), noticeJson);
  });
}
