import type { MemberRecord } from '@keyledger/catalogue';
import { ROLES } from '@keyledger/domain';
import { type Static, Type } from 'typebox';
import { formatTime } from '../times.ts';
import { AppliedFields } from './applied.ts';
import { CommandFields, Creator, PageFields, Time, literals, reference, strictObject } from './common.ts';

const STATES = ['active', 'removed'] as const;

const fields = {
  id: Type.String({ description: 'mem_…' }),
  organization_id: Type.String(),
  subject: Type.String({ description: 'Who it is, as an identity provider has it.' }),
  role: literals(ROLES),
  state: literals(STATES),
  version: Type.Integer(),
  created_at: Time,
  created_by: Creator,
};

export const Member = Type.Object(fields, { $id: 'Member' });
export const MemberAnswer = Type.Object({ ...fields, ...AppliedFields }, { $id: 'MemberAnswer' });
export const MEMBER = reference(Member);
export const MEMBER_ANSWER = reference(MemberAnswer);

export const MemberParameters = strictObject({ ...PageFields, state: Type.Optional(literals(STATES)) });

export const MemberBody = strictObject({ subject: Type.String(), role: literals(ROLES), ...CommandFields });

export function memberJson(record: MemberRecord): Static<typeof Member> {
  const { id, organizationId, subject, role, removed, version, createdAt, createdBy } = record;
  return {
    id,
    organization_id: organizationId,
    subject,
    role,
    state: removed ? 'removed' : 'active',
    version,
    created_at: formatTime(createdAt),
    created_by: createdBy,
  };
}
