import { type KeyId, isKeyId } from '@keyledger/domain';
import { notFound } from '../../access/permissions.ts';
import type { Authority } from '../../application/authority.ts';
import { answering } from '../applied.ts';
import { keyJson } from '../schemas/key.ts';
import { setVersion } from '../versions.ts';

/** Answers commands with the key as they left it. */
export const answeringKey = (authority: Authority) =>
  answering(authority, (principal, id, reply) => {
    const record = authority.views.key(principal, id);
    setVersion(reply, record.version);
    return keyJson(record);
  });

/** A text that is no id of a key names none. @throws Fault `not_found` */
export function keyIdOf(text: string): KeyId {
  if (!isKeyId(text)) throw notFound('key');
  return text;
}
