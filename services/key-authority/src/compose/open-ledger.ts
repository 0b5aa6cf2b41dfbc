import { openEmbeddedLedger } from '@keyledger/ledger-embedded';
import { openKafkaLedger } from '@keyledger/ledger-kafka';
import { type Ledger, type Logger, isFault } from '@keyledger/ports';
import { type ComposeContext, type Lifecycle, StartRefused, kafkaConnection } from '@keyledger/service-kit';
import { authoritySettings } from '../settings.ts';
import { LOCK_WAIT_MS } from './lock-data-folder.ts';

export const CONNECTION_TIMEOUT_MS = 3_000;
export const REQUEST_TIMEOUT_MS = 4_000;
const APPEND_TIMEOUT_MS = 5_000;

type LedgerContext = ComposeContext<typeof authoritySettings.settings>;
type Settings = LedgerContext['settings'];

/**
 * The ledger that the settings name. Where it can never be written again by this process, that fails: only a restart
 * finds out what the disk holds.
 * @throws StartRefused where an operator must mend something first: another process has it open, it is damaged, or its
 *   topic is not safe
 * @throws Fault `ledger_unavailable` where Kafka does not answer
 */
export async function openLedger({ settings, logger, lifecycle }: LedgerContext): Promise<Ledger> {
  const isLocal = settings.ledger.kind === 'embedded';
  try {
    return await open(settings, logger, lifecycle);
  } catch (error) {
    // Kafka may come back by itself; a local file does not.
    if (!isFault(error) || (!isLocal && error.code === 'ledger_unavailable')) throw error;
    const message = error.internal ?? error.message;
    throw new StartRefused([{ name: authoritySettings.settings.ledger.name, message }], { cause: error });
  }
}

function open(settings: Settings, logger: Logger, { fail, stopping }: Lifecycle): Promise<Ledger> {
  const { ledger } = settings;
  if (ledger.kind === 'embedded') {
    return openEmbeddedLedger({ folder: ledger.directory, logger, lockWaitMs: LOCK_WAIT_MS, onFailed: fail, stopping });
  }
  return openKafkaLedger({
    ...kafkaConnection(ledger.brokers, settings),
    clientId: 'keyledger-key-authority',
    connectionTimeoutMs: CONNECTION_TIMEOUT_MS,
    requestTimeoutMs: REQUEST_TIMEOUT_MS,
    appendTimeoutMs: APPEND_TIMEOUT_MS,
    createTopic: true,
    logger,
  });
}
