import type { Profile } from '@keyledger/domain';
import type { Problem } from '../config/problem.ts';
import type { Values } from '../config/table.ts';
import { refusalsOf } from '../process/start-refused.ts';
import { readTls } from '../tls/material.ts';
import { kafkaConnection } from './kafka-connection.ts';
import type { kafkaSettings } from './kafka-settings.ts';
import type { LedgerChoice } from './ledger.ts';
import { type ProfileSettings, checkProfile } from './profile.ts';
import type { tlsSettings } from './tls-settings.ts';

type FileSettings = ProfileSettings &
  Values<typeof kafkaSettings> &
  Values<typeof tlsSettings> & { readonly ledger: LedgerChoice };

/**
 * What a start with these settings would be refused with, as far as the files go that they name.
 * @param load reads a profile (@keyledger/profile)
 * @param more what else a start reads
 */
export async function checkFiles(
  settings: FileSettings,
  load: (nameOrPath: string) => Promise<Profile>,
  ...more: readonly (() => unknown)[]
): Promise<readonly Problem[]> {
  const { ledger } = settings;
  const parts = [() => readTls(settings), ...more];
  if (ledger.kind === 'kafka') parts.push(() => kafkaConnection(ledger.brokers, settings));
  return [...(await checkProfile(settings, load)), ...(await refusalsOf(parts))];
}
