import { type LedgerEvent, MAX_HOLD_MS } from '@keyledger/domain';
import { expect, test } from 'vitest';
import { eachToldCatalogue } from './kit/told-catalogue.ts';

const told = eachToldCatalogue();
const epoch = (ledgerId: string, replaces: readonly string[], longestHoldMs = 5_000): LedgerEvent => ({
  type: 'ledger.epoch_opened',
  ledgerId,
  replaces,
  longestHoldMs,
});

test('says nothing of a ledger that it has read nothing of', () => {
  expect(told.catalogue.ledger()).toBeNull();
});

test('knows every id of the ledger, the newest first, and the longest lease that it ever allowed', () => {
  told.story.tell('ledger', { type: 'ledger.max_hold_changed', maxHoldMs: 60_000 });
  told.story.tell('ledger', epoch('second', ['lost']));
  for (let n = 0; n < 1_200; n += 1) told.story.tell('ledger', { type: 'ledger.max_hold_changed', maxHoldMs: 100 + n });
  told.story.tell('ledger', epoch('third', ['second']));
  told.applyAll();
  expect(told.catalogue.ledger()).toEqual({
    ledgerIds: ['third', 'second', 'second', 'lost', 'ledger1'],
    longestHoldMs: 60_000,
  });
});

test('an epoch counts with the longest lease of what it ended, be that not known', () => {
  told.story.tell('ledger', epoch('second', [], 90_000));
  told.applyAll();
  expect(told.catalogue.ledger()?.longestHoldMs).toBe(90_000);
  const { longestHoldMs: _, ...older } = epoch('third', []) as Extract<LedgerEvent, { type: 'ledger.epoch_opened' }>;
  told.story.tell('ledger', older as LedgerEvent);
  told.applyAll();
  expect(told.catalogue.ledger()?.longestHoldMs).toBe(MAX_HOLD_MS.most);
});
