import { expect, test } from 'vitest';
import { messageId } from '../src/index.ts';

test('an id is the same wherever it is made, and another for anything else that is said', () => {
  const ids = [
    messageId('wh_1', 'key.unused', 'key_1', 5),
    messageId('wh_2', 'key.unused', 'key_1', 5),
    messageId('wh_1', 'key.expires_soon', 'key_1', 5),
    messageId('wh_1', 'key.unused', 'key_2', 5),
    messageId('wh_1', 'key.unused', 'key_1', 6),
  ];
  expect(ids[0]).toBe(messageId('wh_1', 'key.unused', 'key_1', 5));
  expect(new Set(ids).size).toBe(ids.length);
  for (const id of ids) expect(id).toMatch(/^msg_[0-9a-f]{40}$/);
});
