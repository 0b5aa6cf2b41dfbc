import { describe, expect, it } from 'vitest';
import { checkHistory } from '../check.ts';
import { Story } from './story.ts';

const found = (story: Story): string[] => checkHistory(story.records).map(({ rule }) => rule);

/** A key that was ended at 10 to 20, everywhere. */
function ended(...command: Parameters<Story['script']['command']>[1][]): Story {
  const story = new Story();
  for (const each of command) story.script.command(story.key, each);
  story.answered(10, 20, { applied: 'everywhere' });
  return story;
}

describe('what a history says of verifies', () => {
  it('lets a request that started before the return be answered either way', () => {
    const story = ended({ type: 'revoke' });
    story.verified(20, 30, '');
    story.verified(20, 30, 'revoked_key');
    expect(found(story)).toEqual([]);
  });

  it.each([
    ['revoke', { type: 'revoke' }, 'revoked_key'],
    ['pause', { type: 'pause' }, 'disabled_key'],
    ['rotate PT0S', { type: 'rotate', overlapMs: 0 }, 'revoked_key'],
  ] as const)('finds an accept that started after an everywhere of %s', (_, command, refusal) => {
    const story = ended(command);
    story.verified(20.1, 30, refusal);
    expect(found(story)).toEqual([]);
    story.verified(20.1, 30, '');
    expect(found(story)).toEqual(['late-accept']);
  });

  it('finds a late accept of the old secret after finish-rotation, and lets the new one be', () => {
    const story = new Story();
    story.script.command(story.key, { type: 'rotate', overlapMs: 60_000 });
    story.secret('s2');
    story.verified(1, 2, '');
    story.script.command(story.key, { type: 'finish_rotation' });
    story.answered(10, 20, { applied: 'everywhere', verb: 'finish-rotation' });
    story.verified(21, 22, '', { secret: 's2' });
    story.verified(21, 22, 'revoked_key');
    expect(found(story)).toEqual([]);
    story.verified(21, 22, '');
    expect(found(story)).toEqual(['late-accept']);
  });

  it('finds a late accept after a pause of the organization', () => {
    const story = new Story();
    story.script.append(story.organization, 1, { type: 'organization.paused' });
    story.answered(10, 20, { applied: 'everywhere', verb: 'pause', aggregate: story.organization });
    story.verified(21, 22, '');
    expect(found(story)).toEqual(['late-accept']);
  });

  it('finds a late accept of scopes that a PATCH took away', () => {
    const story = ended({ type: 'update', changes: { scopes: [] } });
    story.verified(21, 22, '', { scopes: [] });
    story.verified(21, 22, 'missing_scope', { scopes: ['a'] });
    expect(found(story)).toEqual([]);
    story.verified(21, 22, '', { scopes: ['a'] });
    expect(found(story)).toEqual(['late-accept']);
  });

  it('lets a paused key be accepted from the moment that somebody sends a resume, and not before', () => {
    const story = ended({ type: 'pause' });
    story.script.command(story.key, { type: 'resume' });
    story.answered(40, 90, { verb: 'resume', applied: 'ledger' });
    story.verified(30, 41, '');
    expect(found(story)).toEqual([]);
    story.verified(30, 39, '');
    expect(found(story)).toEqual(['late-accept']);
  });

  it('counts an everywhere for all that stands below it, whoever asked for that', () => {
    const story = new Story();
    story.script.command(story.key, { type: 'revoke' });
    story.answered(10, 90, { outcome: 'unknown', code: 'outcome_unknown' });
    story.script.key(story.organization);
    story.answered(15, 20, { applied: 'everywhere', verb: 'create-key', aggregate: 'another' });
    story.verified(21, 22, '');
    expect(found(story)).toEqual(['late-accept']);
  });

  it('finds an accept later than effective_within_ms after an answer that did not wait', () => {
    const story = new Story();
    story.script.command(story.key, { type: 'revoke' });
    story.answered(10, 20, { applied: 'ledger', effectiveWithinMs: 100 });
    story.verified(120, 121, '');
    expect(found(story)).toEqual([]);
    story.verified(120.5, 121, '');
    expect(found(story)).toEqual(['effective-by-broken']);
  });

  it('finds an accept of a key that had expired by the wall clock of the process, all the while', () => {
    const story = new Story();
    const expiresAt = story.wall + 1_000;
    story.script.command(story.key, { type: 'update', changes: { expiresAt } });
    story.answered(1, 2, { applied: 'everywhere' });
    story.verified(3, 5, '', { wall: [expiresAt - 1, expiresAt + 1] });
    story.verified(3, 5, 'expired_key', { wall: [expiresAt - 1, expiresAt + 1] });
    expect(found(story)).toEqual([]);
    story.verified(3, 5, '', { wall: [expiresAt, expiresAt + 2] });
    expect(found(story)).toEqual(['expired-accept']);
  });

  it('finds an accept of an overlap that had ended by the wall clock of the process', () => {
    const story = new Story();
    story.script.command(story.key, { type: 'rotate', overlapMs: 1_000 });
    story.answered(1, 2, { verb: 'rotate', applied: 'everywhere' });
    story.verified(3, 5, '', { wall: [story.wall + 1_000, story.wall + 1_001] });
    expect(found(story)).toEqual(['expired-accept']);
  });

  it('finds an accept of what was never there, or not yet', () => {
    const story = new Story();
    story.answered(10, 20, { verb: 'create-key' });
    story.verified(8, 9, '');
    story.verified(21, 22, '', { secret: 'nobody knows' });
    expect(found(story)).toEqual(['unfounded-accept', 'unfounded-accept']);
  });

  it('finds a refusal of a key that everybody must know by then', () => {
    const story = new Story();
    story.answered(1, 2, { verb: 'create-key' });
    story.verified(1.5, 3, 'invalid_key');
    expect(found(story)).toEqual([]);
    story.script.append(story.organization, 1, { type: 'organization.resumed' });
    story.answered(3, 4, { applied: 'everywhere', verb: 'resume', aggregate: story.organization });
    story.verified(5, 6, 'invalid_key');
    expect(found(story)).toEqual(['unfounded-refusal']);
  });

  it('holds an answer to the position that was asked for', () => {
    const story = new Story();
    story.verified(1, 2, 'invalid_key', { atLeast: 0 });
    expect(found(story)).toEqual([]);
    story.verified(1, 2, 'invalid_key', { atLeast: story.position });
    expect(found(story)).toEqual(['unfounded-refusal']);
  });

  it('never minds an answer that says nothing of the key', () => {
    const story = ended({ type: 'revoke' });
    story.verified(1, 2, 'digest_key_unavailable');
    story.verified(30, 40, 'digest_key_unavailable');
    expect(found(story)).toEqual([]);
  });
});
