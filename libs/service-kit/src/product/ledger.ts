import { custom, refuse } from '../config/setting.ts';
import type { Refusal, Setting } from '../config/setting.ts';
import { parseEndpoint } from './endpoint.ts';
import type { Endpoint } from './endpoint.ts';

/** Where the ledger is; `authority`: follow the feed of the key authority. */
export type LedgerChoice =
  | { readonly kind: 'embedded'; readonly directory: string }
  | { readonly kind: 'kafka'; readonly brokers: readonly Endpoint[] }
  | { readonly kind: 'authority' };

export type LedgerKind = LedgerChoice['kind'];

const FORMS: Readonly<Record<LedgerKind, string>> = {
  embedded: '`embedded:DIR`',
  kafka: '`kafka:HOST:PORT,…`',
  authority: '`authority`',
};

function parseLedger(text: string): LedgerChoice | null {
  if (text === 'authority') return { kind: 'authority' };
  const [, kind, rest = ''] = /^(embedded|kafka):(.+)$/.exec(text) ?? [];
  if (kind === 'embedded') return { kind, directory: rest };
  if (kind !== 'kafka') return null;
  const brokers = rest.split(',').map((each) => parseEndpoint(each.trim()));
  return brokers.every((each) => each !== null) ? { kind, brokers: Object.freeze(brokers) } : null;
}

/** The ledger setting of a process that can use these kinds of it. */
export function ledgerSetting<const K extends LedgerKind>(
  kinds: readonly K[],
): Setting<Extract<LedgerChoice, { readonly kind: K }>> {
  type Usable = Extract<LedgerChoice, { readonly kind: K }>;
  const form = kinds.map((kind) => FORMS[kind]).join(' or ');
  const isUsable = (ledger: LedgerChoice | null): ledger is Usable => kinds.some((kind) => kind === ledger?.kind);
  const parse = (text: string): Usable | Refusal => {
    const ledger = parseLedger(text);
    return isUsable(ledger) ? ledger : refuse(`must be ${form}`);
  };
  return custom('KEYLEDGER_LEDGER', form, parse, {
    summary: 'Where the ledger is: a local folder, Kafka, or (an API node) the feed of the key authority',
    required: true,
  });
}
