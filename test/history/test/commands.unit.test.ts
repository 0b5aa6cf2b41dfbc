import { describe, expect, it } from 'vitest';
import { checkHistory } from '../check.ts';
import { type HistoryRecord, formatHistory, parseHistory } from '../records.ts';
import { describe as explain } from '../report.ts';
import { Story } from './story.ts';

const found = (records: readonly HistoryRecord[]): string[] => checkHistory(records).map(({ rule }) => rule);

function revoked(): Story {
  const story = new Story();
  story.script.command(story.key, { type: 'revoke' });
  return story;
}

describe('what a history says of commands', () => {
  it('lets an unknown one land later, and be done by a repeat', () => {
    const story = revoked();
    story.answered(1, 2, { outcome: 'unknown', code: 'outcome_unknown' });
    story.answered(3, 4, { applied: 'ledger' });
    expect(found(story.records)).toEqual([]);
  });

  it('lets an unknown one never land', () => {
    const story = new Story();
    story.answered(1, 2, { command: 'f'.repeat(64), outcome: 'unknown', code: 'outcome_unknown' });
    expect(found(story.records)).toEqual([]);
  });

  it('finds one that is done and that the ledger does not hold', () => {
    const story = new Story();
    story.answered(1, 2, { command: 'f'.repeat(64) });
    expect(found(story.records)).toEqual(['done-but-lost']);
  });

  it('lets one be done that had nothing to change', () => {
    const story = revoked();
    story.answered(1, 2, { command: 'f'.repeat(64) });
    expect(found(story.records)).toEqual([]);
  });

  it('finds one that is answered with a position below its own', () => {
    const story = revoked();
    story.answered(1, 2, { position: story.position - 1 });
    expect(found(story.records)).toEqual(['done-but-lost']);
  });

  it('finds one that took effect twice', () => {
    const story = new Story();
    story.script.command(story.key, { type: 'pause' });
    story.script.command(story.key, { type: 'resume' });
    const [paused, resumed] = story.records.filter((record) => record.kind === 'attempt').slice(-2);
    if (paused === undefined || resumed === undefined) throw new Error('unreachable');
    const attempt = { ...resumed.attempt, commandId: paused.attempt.commandId };
    const others = story.records.filter((record) => record.kind !== 'attempt' || record.position < resumed.position);
    expect(found([...others, { ...resumed, attempt, process: 'authority 1', version: 3 }])).toEqual([
      'fold-differs',
      'folded-twice',
    ]);
  });

  it.each(['refused', 'failed'] as const)('finds one that was answered as %s and took effect', (outcome) => {
    const story = revoked();
    story.answered(1, 2, { outcome, code: 'some_code' });
    expect(found(story.records)).toEqual(['denied-but-folded']);
  });
});

describe('what a history says of readers', () => {
  const read = (story: Story, process: string, version: number | null): HistoryRecord[] =>
    story.records.map((record) =>
      record.kind === 'attempt' && record.position === story.position ? { ...record, process, version } : record,
    );

  it('lets all readers agree', () => {
    const story = revoked();
    expect(found([...read(story, 'authority 1', 2), ...read(story, 'authority 2', 2)])).toEqual([]);
  });

  it('finds two that made different things of an attempt', () => {
    const story = revoked();
    expect(found([...read(story, 'authority 1', 2), ...read(story, 'authority 2', null)])).toEqual(['fold-differs']);
  });

  it('finds two that read different attempts at a position', () => {
    const [one, other] = [new Story(), new Story()];
    one.script.command(one.key, { type: 'pause' });
    other.script.command(other.key, { type: 'revoke' });
    expect(found([...one.records, ...read(other, 'authority 2', 2)])).toEqual(['fold-differs']);
  });

  it('finds versions with a gap, or decided against another version', () => {
    const story = revoked();
    expect(found(read(story, 'authority 1', 3))).toEqual(['fold-differs', 'version-gap']);
    const paused = new Story();
    paused.script.append(paused.key, 7, { type: 'key.paused' });
    expect(found(read(paused, 'authority 1', 2))).toEqual(['fold-differs', 'version-gap']);
  });

  it('finds different states at the same position', () => {
    const state = { kind: 'state', process: 'authority 1', position: 4, hash: 'a' } as const;
    expect(found([state, { ...state, process: 'authority 2' }])).toEqual([]);
    expect(found([state, { ...state, position: 5, hash: 'b' }])).toEqual([]);
    expect(found([state, { ...state, process: 'authority 2', hash: 'b' }])).toEqual(['state-differs']);
  });
});

describe('a history', () => {
  it('can be written down and read again', () => {
    const story = revoked();
    story.answered(10, 20, { applied: 'everywhere' });
    story.verified(21, 22, '');
    const again = parseHistory(formatHistory(story.records));
    expect(again).toEqual(story.records);
    expect(found(again)).toEqual(['late-accept']);
  });

  it('is shown with what happened to the key', () => {
    const story = revoked();
    story.answered(10, 20, { applied: 'everywhere' });
    story.verified(21, 22, '');
    story.told.push({ kind: 'note', at: 15, text: 'node 1 is paused' });
    const [violation] = checkHistory(story.records);
    if (violation === undefined) throw new Error('no violation');
    const text = explain(violation, story.records);
    for (const part of ['late-accept: node 1 accepted s1', 'revoke', 'node 1 is paused', 'verify s1']) {
      expect(text).toContain(part);
    }
  });
});
