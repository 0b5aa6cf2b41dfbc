import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { BUGS } from '../bugs/index.ts';

const README = new URL('../../../docs/spec/README.md', import.meta.url);

/** The mistakes that the model checker is shown: the first column of the table under `Bug =`. */
function plantedInTheModel(): string[] {
  const lines = readFileSync(README, 'utf8').split('\n');
  const header = lines.findIndex((line) => /^\|\s*`Bug =`/.test(line));
  const end = lines.indexOf('', header);
  return lines
    .slice(header + 2, end)
    .flatMap((row) => [...(row.split('|')[1] ?? '').matchAll(/`([^`]+)`/g)].map((match) => match[1] ?? ''));
}

/** What the model cannot show, and people make all the same. */
const OF_CODE_ALONE = ['unknown-kept', 'wall-clock', 'any-actor', 'any-actor-in-cache'];

describe('the planted bugs', () => {
  it('are those of the model, and those that only code can have', () => {
    const model = plantedInTheModel();
    expect(model.length).toBeGreaterThan(20);
    expect(Object.keys(BUGS).sort()).toEqual([...model, ...OF_CODE_ALONE].sort());
  });

  it.each([
    ['fill race', 'no-watermark'],
    ['no lease check', 'no-lease-check'],
    ['lease counted from the answer', 'answer-time'],
    ['read-based barrier with a deposed leader', 'read-barrier'],
    ['events skipped on reconnect', 'skip-on-rejoin'],
    ['lost ack treated as failure', 'lost-ack-is-failure'],
    ['a shared in-flight answer adopted by a later request', 'join-call'],
    ['unknown-key cache not dropped on create', 'unknown-kept'],
    ['wall clock instead of monotonic', 'wall-clock'],
  ])('have among them: %s', (_, name) => {
    expect(BUGS[name]).toBeDefined();
  });
});
