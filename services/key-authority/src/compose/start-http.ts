import { listenOn } from '@keyledger/service-kit';
import type { AssembledAuthority } from '../application/assemble.ts';
import { createAdminServer } from '../http/index.ts';
import { AT_LEAST_WAIT_MS, type AuthorityContext } from './context.ts';

/** The admin API. @returns its address */
export function startHttp(
  { settings, lifecycle, logger }: AuthorityContext,
  authority: AssembledAuthority,
): Promise<string> {
  const { listenHost: host, httpPort: port } = settings;
  const server = createAdminServer({
    authority,
    logger,
    waitFor: (position) => authority.projector.waitFor(position, AT_LEAST_WAIT_MS),
  });
  const listen = () =>
    listenOn({ host, port, setting: 'KEYLEDGER_AUTHORITY_HTTP_PORT' }, () => server.listen({ host, port }));
  return lifecycle.start('HTTP port', listen, () => server.close());
}
