import type { SecurityQuery, UsageQuery, UsageStore } from '@keyledger/catalogue';
import { Fault } from '@keyledger/ports';

/** What is known of the use of keys. */
export type UsageRecords = Pick<
  UsageStore,
  'lastUsedAt' | 'countedSince' | 'hoursOf' | 'usage' | 'security' | 'securityMinutes' | 'securityOfMinute'
>;

const unusable = (): Fault => new Fault('not_caught_up', 'Usage is not available now.');

/** Where the store cannot be opened: nothing is known, and nothing is taken, so that nodes go on counting. */
export const NO_USAGE_RECORDS: UsageRecords = {
  lastUsedAt: () => null,
  countedSince: () => null,
  hoursOf: () => [],
  usage(_query: UsageQuery): never {
    throw unusable();
  },
  security(_query: SecurityQuery): never {
    throw unusable();
  },
  securityMinutes(): never {
    throw unusable();
  },
  securityOfMinute(): never {
    throw unusable();
  },
};
