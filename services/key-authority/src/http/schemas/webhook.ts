import type { WebhookRecord } from '@keyledger/catalogue';
import { WEBHOOK_KINDS } from '@keyledger/domain';
import { type Static, Type } from 'typebox';
import type { DeliveryStatus } from '../../application/webhook-deliveries.ts';
import type { CreateWebhookInput } from '../../application/webhook-input.ts';
import { formatTime, formatTimeOrNull } from '../times.ts';
import { AppliedFields } from './applied.ts';
import { Creator, Reason, Time, literals, nullable, reference, strictObject } from './common.ts';

const Delivery = Type.Object(
  {
    state: literals(['active', 'disabled'], {
      description: 'Disabled: a message was given up, or the receiver wanted no more.',
    }),
    last_delivered_at: nullable(Time),
    last_failure: nullable(Type.Object({ at: Time, why: Type.String() })),
    waiting: Type.Integer({ description: 'How many messages are on their way.' }),
    dropped: Type.Integer({ description: 'How many were left out because too many waited.' }),
  },
  { description: 'How the deliveries of the replica that answers stand.' },
);
const kinds = Type.Array(literals(WEBHOOK_KINDS));
const fields = {
  id: Type.String({ description: 'wh_…' }),
  organization_id: Type.String(),
  url: Type.String(),
  kinds,
  description: Type.String(),
  state: literals(['active', 'removed']),
  version: Type.Integer(),
  created_at: Time,
  created_by: Creator,
  delivery: Delivery,
};
const secretFields = {
  secret: nullable(
    Type.String({ description: 'whsec_…, shown this once; null where a repeat of the command is answered.' }),
  ),
  note: Type.Optional(Type.String()),
};

export const Webhook = Type.Object(fields, { $id: 'Webhook' });
export const WebhookAnswer = Type.Object({ ...fields, ...AppliedFields }, { $id: 'WebhookAnswer' });
export const WebhookSecretAnswer = Type.Object(
  { ...fields, ...secretFields, ...AppliedFields },
  { $id: 'WebhookSecretAnswer' },
);
export const WEBHOOK = reference(Webhook);
export const WEBHOOK_ANSWER = reference(WebhookAnswer);
export const WEBHOOK_SECRET_ANSWER = reference(WebhookSecretAnswer);

export const CreateWebhookBody = strictObject({
  url: Type.String({ description: 'https, at most 2,048 characters, without user, password and fragment.' }),
  kinds: Type.Optional(Type.Array(literals(WEBHOOK_KINDS), { description: 'What it is told of; left out: all.' })),
  description: Type.Optional(Type.String({ maxLength: 200 })),
  reason: Type.Optional(Reason),
});
export const RemoveWebhookBody = strictObject({ reason: Type.Optional(Reason) });

export function createWebhookInput({ url, kinds, description }: Static<typeof CreateWebhookBody>): CreateWebhookInput {
  return { url, ...(kinds === undefined ? {} : { kinds }), ...(description === undefined ? {} : { description }) };
}

const REPEATED = 'This repeats a command that was done before: its secret was shown then. Create another webhook.';

export const webhookSecretJson = (secret: string | null) => (secret === null ? { secret, note: REPEATED } : { secret });

export function webhookJson(record: WebhookRecord, delivery: DeliveryStatus): Static<typeof Webhook> {
  const { id, url, description, version, createdBy } = record;
  return {
    id,
    organization_id: record.organizationId,
    url,
    kinds: [...record.kinds],
    description,
    state: record.removed ? 'removed' : 'active',
    version,
    created_at: formatTime(record.createdAt),
    created_by: createdBy,
    delivery: deliveryJson(delivery),
  };
}

function deliveryJson({
  state,
  lastDeliveredAt,
  lastFailure,
  waiting,
  dropped,
}: DeliveryStatus): Static<typeof Delivery> {
  return {
    state,
    last_delivered_at: formatTimeOrNull(lastDeliveredAt),
    last_failure: lastFailure === null ? null : { at: formatTime(lastFailure.at), why: lastFailure.why },
    waiting,
    dropped,
  };
}
