import type { ActorKind, Attempt } from '@keyledger/domain';

/** Who created something. */
export interface Creator {
  readonly subject: string;
  readonly kind: ActorKind;
}

/** The columns that every thing that is created has. */
export interface CreationColumns {
  readonly created_at: number;
  readonly created_by_subject: string;
  readonly created_by_kind: ActorKind;
}

export const creationColumns = ({
  occurredAt,
  actor,
}: Attempt): { [column in keyof CreationColumns]: string | number } => ({
  created_at: occurredAt,
  created_by_subject: actor.subject,
  created_by_kind: actor.kind,
});

export const creatorOf = (row: CreationColumns): Creator => ({
  subject: row.created_by_subject,
  kind: row.created_by_kind,
});
