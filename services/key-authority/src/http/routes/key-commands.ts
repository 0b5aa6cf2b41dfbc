import { DEFAULT_OVERLAP_MS } from '../../application/rotation-input.ts';
import type { Authority } from '../../application/authority.ts';
import type { App } from '../app.ts';
import { callerOf } from '../caller.ts';
import { checkedDuration } from '../durations.ts';
import { COMMAND, responses } from '../operation.ts';
import { KEY_ANSWER, KEY_SECRET_ANSWER, secretJson } from '../schemas/key.ts';
import { CreateKeyBody, RotateKeyBody, UpdateKeyBody, createKeyInput, updateKeyInput } from '../schemas/key-input.ts';
import {
  CommandHeaders,
  KeyPath,
  NarrowingHeaders,
  OrganizationPath,
  UpdateKeyHeaders,
} from '../schemas/parameters.ts';
import { requiredIfMatch } from '../versions.ts';
import { answeringKey, keyIdOf } from './key-answer.ts';
import { organizationIdOf } from './organization-commands.ts';

const tags = ['keys'];

/** Creating, changing and rotating keys. */
export function registerKeyCommands(app: App, authority: Authority): void {
  const answer = answeringKey(authority);
  const create = {
    tags,
    operationId: 'createKey',
    summary: 'Create a key',
    description: 'The answer shows the secret, this once.',
    params: OrganizationPath,
    headers: CommandHeaders,
    body: CreateKeyBody,
    response: responses({ status: 201, description: 'The new key.', schema: KEY_SECRET_ANSWER, etag: true }, [
      ...COMMAND,
      'not_found',
      'digest_key_unavailable',
    ]),
  };
  app.post('/organizations/:id/keys', { schema: create }, async (request, reply) => {
    const organizationId = organizationIdOf(request.params.id);
    const caller = callerOf(request, request.body.reason);
    const outcome = await authority.keys.create(caller, organizationId, createKeyInput(request.body));
    reply.code(201).header('Location', `/v1/keys/${outcome.aggregateId}`);
    return { ...(await answer(request, reply, outcome)), ...secretJson(outcome.secret) };
  });

  const update = {
    tags,
    operationId: 'updateKey',
    summary: 'Change a key',
    description: 'What is left out stays as it is.',
    params: KeyPath,
    headers: UpdateKeyHeaders,
    body: UpdateKeyBody,
    response: responses(
      { status: 200, description: 'The key as it is now.', schema: KEY_ANSWER, etag: true, narrows: true },
      [...COMMAND, 'not_found', 'key_revoked', 'version_mismatch', 'precondition_required'],
    ),
  };
  app.patch('/keys/:id', { schema: update }, async (request, reply) => {
    const id = keyIdOf(request.params.id);
    const caller = callerOf(request, request.body.reason);
    const version = requiredIfMatch(request);
    const outcome = await authority.keys.update(caller, id, version, updateKeyInput(request.body));
    return answer(request, reply, outcome, request.body.wait_for);
  });

  const rotate = {
    tags,
    operationId: 'rotateKey',
    summary: 'Give a key a new secret',
    description: 'The old one goes on working for `overlap`. The answer shows the new one, this once.',
    params: KeyPath,
    headers: NarrowingHeaders,
    body: RotateKeyBody,
    'x-body-optional': true,
    response: responses(
      { status: 200, description: 'The key.', schema: KEY_SECRET_ANSWER, etag: true, narrows: true },
      [
        ...COMMAND,
        'not_found',
        'key_revoked',
        'key_paused',
        'key_expired',
        'rotation_in_progress',
        'digest_key_unavailable',
      ],
    ),
  };
  app.post('/keys/:id/rotate', { schema: rotate }, async (request, reply) => {
    const id = keyIdOf(request.params.id);
    const { overlap, reason, wait_for } = request.body;
    const overlapMs = overlap === undefined ? DEFAULT_OVERLAP_MS : checkedDuration(overlap);
    const outcome = await authority.keys.rotate(callerOf(request, reason), id, overlapMs);
    return { ...(await answer(request, reply, outcome, wait_for)), ...secretJson(outcome.secret) };
  });
}
