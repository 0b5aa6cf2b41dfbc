import { openKafkaLedger, type KafkaLedgerOptions } from '@keyledger/ledger-kafka';
import { type LedgerEntry, NOOP_KEY, silentLogger } from '@keyledger/ports';
import { withAdmin } from '../kit/kafka/index.ts';
import { entry } from './ledger/reading.ts';

/** A process that makes a topic anew, with more than it had, once the old log has answered the follower that waits. */

export interface Replacement {
  readonly options: Omit<KafkaLedgerOptions, 'logger'>;
  /** With which it answers: nothing is what a long poll ends with. */
  readonly answer: 'a record' | 'nothing';
}

const LONGER_THAN_A_POLL_MS = 1_500;

const [, , given = ''] = process.argv;
const { options: plain, answer } = JSON.parse(given) as Replacement;
const options: KafkaLedgerOptions = { ...plain, logger: silentLogger };
if (answer === 'a record') await write([entry('of the old log')]);
else await new Promise((resolve) => setTimeout(resolve, LONGER_THAN_A_POLL_MS));
await withAdmin(options.brokers, (admin) => admin.deleteTopics({ topics: [options.topic] }));
const noop: LedgerEntry = { key: NOOP_KEY, value: Buffer.from('no-op') };
await write([entry('another'), ...Array.from({ length: 29 }, () => noop)]);

async function write(entries: readonly LedgerEntry[]): Promise<void> {
  const ledger = await openKafkaLedger(options);
  await Promise.all(entries.map((each) => ledger.append(each)));
  await ledger.close();
}
