import { fileURLToPath } from 'node:url';
import { type MessageTypeDefinition, loadSync } from '@grpc/proto-loader';
import type { KeyLifecycleDefinition } from './generated/keyledger/v1/KeyLifecycle.ts';
import type { LedgerFeedDefinition } from './generated/keyledger/v1/LedgerFeed.ts';
import type { LedgerRecord, LedgerRecord__Output } from './generated/keyledger/v1/LedgerRecord.ts';
import type { UsageBatch, UsageBatch__Output } from './generated/keyledger/v1/UsageBatch.ts';
import type { UsageFeedDefinition } from './generated/keyledger/v1/UsageFeed.ts';
import type { VerifierDefinition } from './generated/keyledger/v1/Verifier.ts';

/** Where the contracts lie: for reflection, for tools, and for clients in other languages. */
export const protoFolder = fileURLToPath(new URL('..', import.meta.url));
export const protoFiles = ['ledger', 'verifier', 'key_reports', 'key_lifecycle', 'ledger_feed', 'usage'].map(
  (name) => `keyledger/v1/${name}.proto`,
);

/** As `pnpm --filter @keyledger/proto generate` types them: camel case, numbers for 64 bits, defaults filled in. */
const loaded = loadSync(protoFiles, {
  includeDirs: [protoFolder],
  longs: Number,
  enums: String,
  defaults: true,
  oneofs: true,
});

export const verifierDefinition = loaded['keyledger.v1.Verifier'] as unknown as VerifierDefinition;
export const keyLifecycleDefinition = loaded['keyledger.v1.KeyLifecycle'] as unknown as KeyLifecycleDefinition;
export const ledgerFeedDefinition = loaded['keyledger.v1.LedgerFeed'] as unknown as LedgerFeedDefinition;
export const ledgerRecordDefinition = loaded['keyledger.v1.LedgerRecord'] as unknown as MessageTypeDefinition<
  LedgerRecord,
  LedgerRecord__Output
>;
export const usageFeedDefinition = loaded['keyledger.v1.UsageFeed'] as unknown as UsageFeedDefinition;
export const usageBatchDefinition = loaded['keyledger.v1.UsageBatch'] as unknown as MessageTypeDefinition<
  UsageBatch,
  UsageBatch__Output
>;
export const packageDefinition = loaded;

export type * from './types.ts';
