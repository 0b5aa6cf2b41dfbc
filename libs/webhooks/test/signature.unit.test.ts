import { createHmac, createSecretKey } from 'node:crypto';
import { expect, test } from 'vitest';
import { signedHeaders, signingSecret } from '../src/index.ts';

/** As standardwebhooks 1.1.1 signs it. */
const SIGNED = {
  secret: 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw',
  message: { id: 'msg_p5jXN8AQM9LWM0D4loKWxJek', payload: '{"test": 2432232314}' },
  at: 1_614_265_330_000,
  signature: 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
};

test('a message is signed as the reference library signs it', () => {
  expect(signedHeaders(SIGNED.secret, SIGNED.message, SIGNED.at + 999)).toEqual({
    'webhook-id': SIGNED.message.id,
    'webhook-timestamp': '1614265330',
    'webhook-signature': SIGNED.signature,
  });
});

test('the secret of an endpoint is its own, made anew from the digest key, and no digest of any key text', () => {
  const [key, other] = [createSecretKey(Buffer.alloc(32, 1)), createSecretKey(Buffer.alloc(32, 2))];
  const secret = signingSecret(key, 'whk_1');
  expect(signingSecret(key, 'whk_1')).toBe(secret);
  expect(new Set([secret, signingSecret(key, 'whk_2'), signingSecret(other, 'whk_1')]).size).toBe(3);
  expect(secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
  const digest = createHmac('sha256', key).update('keyledger/v1/whk_1').digest('base64');
  expect(secret).not.toContain(digest);
});
