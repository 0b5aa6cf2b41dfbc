import { Directory } from '@keyledger/directory';
import { type OrganizationId, makeTokenId } from '@keyledger/domain';
import { systemClock } from '@keyledger/ports';
import { expect, it } from 'vitest';
import { readFoundLedger } from '../../src/checkpoint/found-ledger.ts';
import { openEpoch } from '../../src/checkpoint/open-epoch.ts';
import { diskThatRead, heldBySomebodyNew, history, original, refusedStart, tokenIn } from './ledgers.ts';
import { ReplaceableLedger, valuesOf } from './replica.ts';

const { signal } = new AbortController();
const REPLACES = ['lost'];

const optionsFor = (ledger: ReplaceableLedger) => ({
  ledger,
  emptyDirectory: () => new Directory(),
  clock: systemClock,
  maxHoldMs: 5_000,
  signal,
});

/** Whoever writes for ever fails instead. */
function withRoomFor(writes: number, ledger: ReplaceableLedger): ReplaceableLedger {
  const { append } = ledger;
  let room = writes;
  ledger.append = async (entry) => {
    if (room === 0) throw new Error('too many writes');
    room -= 1;
    return append(entry);
  };
  return ledger;
}

it('of acceptances at once, what one of them knows of longer leases is not lost where another comes first', async () => {
  const ledger = withRoomFor(10, original());
  await Promise.all([5_000, 60_000].map((longestHoldMs) => openEpoch(optionsFor(ledger), REPLACES, longestHoldMs)));
  const found = await readFoundLedger(ledger, new Directory(), signal);
  expect(found?.state.longestHoldMs).toBe(60_000);
  expect(found?.state.previousIds).toEqual(expect.arrayContaining(REPLACES));
});

it('of acceptances at once that know the same, one opens an epoch', async () => {
  const ledger = withRoomFor(10, original());
  await Promise.all([60_000, 60_000].map((longestHoldMs) => openEpoch(optionsFor(ledger), REPLACES, longestHoldMs)));
  expect((await readFoundLedger(ledger, new Directory(), signal))?.state.previousIds).toEqual(['lost', 'first']);
});

it('an epoch is opened once, also where a deposed leader names an end before it', async () => {
  const disk = await diskThatRead(original());
  const found = original().copy(8);
  const token = tokenIn(await refusedStart(disk, found.copy()));
  found.oldEnd = 4;
  const { ledger } = await disk.live(withRoomFor(10, found), token);
  expect(ledger.previousIds).toEqual(['first']);
});

it('an epoch is opened where somebody who had been revoked wanted to change the ledger', async () => {
  const script = history();
  const organizationId = script.attempts[1]?.aggregateId as OrganizationId;
  const subject = makeTokenId(script.now, new Uint8Array(10));
  const token = { organizationId, name: 't', role: 'platform', expiresAt: null, digest: '', last4: '' } as const;
  script.append(subject, 0, { type: 'token.created', ...token });
  script.append(subject, null, { type: 'token.revoked' });
  const actor = { kind: 'token', subject, address: '' } as const;
  script.append('ledger', 1, { type: 'ledger.max_hold_changed', maxHoldMs: 60_000 }, actor);
  const ledger = withRoomFor(10, new ReplaceableLedger(valuesOf(script)));
  await openEpoch(optionsFor(ledger), REPLACES, 5_000);
  expect((await heldBySomebodyNew(ledger)).ledger).toMatchObject({ maxHoldMs: 5_000, previousIds: ['lost', 'first'] });
});
