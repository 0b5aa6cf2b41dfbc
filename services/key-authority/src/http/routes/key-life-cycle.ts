import type { Authority } from '../../application/authority.ts';
import type { App } from '../app.ts';
import { callerOf } from '../caller.ts';
import { COMMAND, responses } from '../operation.ts';
import { CommandBody } from '../schemas/common.ts';
import { KEY_ANSWER } from '../schemas/key.ts';
import { CommandHeaders, KeyPath, NarrowingHeaders } from '../schemas/parameters.ts';
import { answeringKey, keyIdOf } from './key-answer.ts';

const VERBS = [
  ['finish-rotation', 'finishRotation', 'End the old secret of a rotation now'],
  ['pause', 'pause', 'Refuse a key until it is resumed'],
  ['resume', 'resume', 'Let a paused key work again'],
  ['revoke', 'revoke', 'Refuse a key for good'],
] as const;

/** The commands that need nothing but a key; repeated, they change nothing and succeed. */
export function registerKeyLifeCycle(app: App, authority: Authority): void {
  const answer = answeringKey(authority);
  for (const [verb, command, summary] of VERBS) {
    const narrows = verb !== 'resume';
    const success = {
      status: 200,
      description: 'The key as it is now.',
      schema: KEY_ANSWER,
      etag: true,
      narrows,
    } as const;
    const schema = {
      tags: ['keys'],
      operationId: command === 'finishRotation' ? 'finishKeyRotation' : `${command}Key`,
      summary,
      params: KeyPath,
      headers: narrows ? NarrowingHeaders : CommandHeaders,
      body: CommandBody,
      'x-body-optional': true,
      response: responses(success, [...COMMAND, 'not_found', ...(verb === 'revoke' ? [] : ['key_revoked' as const])]),
    };
    app.post(`/keys/:id/${verb}`, { schema }, async (request, reply) => {
      const id = keyIdOf(request.params.id);
      const outcome = await authority.keys[command](callerOf(request, request.body.reason), id);
      return answer(request, reply, outcome, request.body.wait_for);
    });
  }
}
