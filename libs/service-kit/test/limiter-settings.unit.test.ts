import { describe, expect, test } from 'vitest';
import { Refusal, Secret, limiterSettings } from '../src/index.ts';

const read = (text: string) => limiterSettings.limiter.parse(text);

describe('where rate limits are counted', () => {
  test('is each node by itself, or a server whose address is a secret', () => {
    expect(read('local')).toEqual({ kind: 'local' });
    expect(limiterSettings.limiter).toMatchObject({ secret: true, default: 'local' });
    const choice = read('rediss://user:pa%20ss@redis.example:6380/2');
    if (choice instanceof Refusal || choice.kind !== 'redis') throw new Error('it was not accepted');
    expect(choice.url).toBeInstanceOf(Secret);
    expect(choice.url.reveal()).toBe('rediss://user:pa%20ss@redis.example:6380/2');
    expect(JSON.stringify(choice)).not.toContain('pa%20ss');
  });

  test.each(['redis://localhost', 'redis://127.0.0.1:6379', 'redis://:secret@[::1]:6379/0'])('may be %s', (text) => {
    expect(read(text)).toMatchObject({ kind: 'redis' });
  });

  test.each([
    '',
    'redis',
    'redis://',
    'http://localhost:6379',
    'redis://a:0',
    'redis://a b',
    'redis://host:99999',
    'off',
  ])('is refused without repeating what was given: %j', (text) => {
    const refusal = read(text);
    expect(refusal).toBeInstanceOf(Refusal);
    expect(refusal).toMatchObject({ message: expect.stringMatching(/^must be `local` or/) });
  });
});
