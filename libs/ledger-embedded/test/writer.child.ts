import { openEmbeddedLedger } from '../src/index.ts';
import { entry } from './reading.ts';

/** A process that appends until it is killed, and prints `position text` for each record that was acknowledged. */
const WRITERS = 20;
const [folder = '', life = ''] = process.argv.slice(2);

const ledger = await openEmbeddedLedger({ folder });

async function write(writer: number): Promise<never> {
  for (let count = 0; ; count++) {
    const text = `${life}-${String(writer)}-${String(count)}`;
    const position = await ledger.append(entry(text));
    process.stdout.write(`${String(position)} ${text}\n`);
  }
}

await Promise.all(Array.from({ length: WRITERS }, (_, writer) => write(writer)));
