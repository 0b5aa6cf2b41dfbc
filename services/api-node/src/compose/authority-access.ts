import type { AuthorityAccess } from '@keyledger/grpc';
import { type Values, readTls } from '@keyledger/service-kit';
import type { apiNodeSettings } from '../settings.ts';

/** How this node reaches the authorities, and who it is to them. */
export function authorityAccess(settings: Values<typeof apiNodeSettings.settings>): AuthorityAccess {
  const { authority, nodeToken } = settings;
  const tls = readTls(settings);
  return {
    endpoints: (authority ?? []).map(({ host, port }) => `${host.includes(':') ? `[${host}]` : host}:${String(port)}`),
    token: () => nodeToken?.reveal() ?? '',
    ...(tls === null ? {} : { tls: { cert: tls.cert, key: tls.key, ...(tls.ca === undefined ? {} : { ca: tls.ca }) } }),
  };
}
