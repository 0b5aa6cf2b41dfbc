import { openEmbeddedLedger } from '@keyledger/ledger-embedded';
import { openKafkaLedger } from '@keyledger/ledger-kafka';
import type { Ledger, Logger } from '@keyledger/ports';
import { type Values, kafkaConnection } from '@keyledger/service-kit';
import type { authoritySettings } from '../settings.ts';

/** A process that is stopping needs a moment to let go of a local ledger. */
const LOCK_WAIT_MS = 10_000;
const CONNECTION_TIMEOUT_MS = 3_000;
const REQUEST_TIMEOUT_MS = 4_000;
const APPEND_TIMEOUT_MS = 5_000;

/** The ledger that the settings name. @throws Fault `ledger_unsafe`, `ledger_unavailable`, `ledger_corrupt` */
export function openLedger(settings: Values<typeof authoritySettings.settings>, logger: Logger): Promise<Ledger> {
  const { ledger } = settings;
  if (ledger.kind === 'embedded') {
    return openEmbeddedLedger({ folder: ledger.directory, logger, lockWaitMs: LOCK_WAIT_MS });
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
