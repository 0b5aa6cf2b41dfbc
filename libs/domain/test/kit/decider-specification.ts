import type { Decision, KeyCommand, KeyCreated, KeyEvent } from '@keyledger/domain';
import { decideKey } from '@keyledger/domain';
import { expect } from 'vitest';
import { createKey, evolveKey } from '../../src/key/evolve.ts';
import { keyCreated, keyId } from './samples.ts';

type LaterKeyEvent = Exclude<KeyEvent, KeyCreated>;

/** What a command on a key that these events made leads to. */
export function givenKey(created: Partial<KeyCreated>, ...events: readonly LaterKeyEvent[]) {
  const key = events.reduce(evolveKey, createKey(keyId(), keyCreated(created)));
  return {
    when(command: KeyCommand, now: number) {
      const decision = decideKey(key, command, now);
      return {
        then(...expected: readonly LaterKeyEvent[]): void {
          expect(eventsOf(decision)).toEqual(expected);
        },
        thenRefused(refusal: string): void {
          expect(decision).toEqual({ kind: 'refused', refusal });
        },
        decision,
      };
    },
  };
}

function eventsOf(decision: Decision): unknown[] {
  if (decision.kind === 'refused') throw new Error(`refused: ${decision.refusal}`);
  return decision.kind === 'append' ? [decision.event] : [];
}
