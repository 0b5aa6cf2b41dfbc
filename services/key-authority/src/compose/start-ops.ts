import type { LeaseState } from '@keyledger/ports';
import { leaseJson, startOpsServer } from '@keyledger/service-kit';
import type { AuthorityContext } from './context.ts';
import { leasePolicy } from './start-freshness.ts';

/** First of all, so that a start that takes long can be watched. @returns its address */
export async function startOps(context: AuthorityContext, lease: () => LeaseState): Promise<string> {
  const { settings, lifecycle, logger, health, metrics, directory } = context;
  const { listenHost: host, opsPort: port } = settings;
  const state = async () => {
    const { position, hash } = await directory.stateHash();
    const shown = leaseJson(lease(), leasePolicy(settings));
    return { ledger_id: directory.ledgerId, position, lease: shown, state_hash: hash };
  };
  const options = { host, port, setting: 'KEYLEDGER_AUTHORITY_OPS_PORT', health, metrics, state, logger };
  const server = await lifecycle.start(
    'ops port',
    () => startOpsServer(options),
    (part) => part.close(),
  );
  return server.url;
}
