import type { Json } from '../../support/test-api.ts';
import { type Row, type Things, type End, DENIED, NOT_FOUND, invalid, row } from './row.ts';

export function members({ acme, lastOwner, ahead }: Things): readonly Row[] {
  const url = `/v1/organizations/${acme}/members`;
  const of = { organizationId: acme };
  const put = (title: string, by: Row['by'], fields: Json, end: End, idempotencyKey = '') => {
    const body = { subject: 'eve', role: 'driver', ...fields };
    const headers: Record<string, string> = idempotencyKey === '' ? {} : { 'idempotency-key': idempotencyKey };
    const request = { ...of, ...body, options: { idempotencyKey } };
    return row(`put a member: ${title}`, by, [`POST ${url}`, body, headers], ['PutMember', request], end);
  };
  return [
    put('a role that may none', 'operator', {}, DENIED),
    put('a role above their own', 'administrator', { role: 'owner' }, DENIED),
    put('in another organization', 'outsider', {}, NOT_FOUND),
    put('nobody', null, { subject: '' }, invalid('subject')),
    put('a role that is none', null, { role: 'king' }, invalid('role')),
    put('the last owner gets less', null, { subject: 'ada', role: 'driver' }, 'last_owner'),
    put('another one under the same key', null, {}, 'idempotency_key_reused', 'one'),
    row(
      'remove the last owner',
      null,
      [`DELETE ${url}/${lastOwner}`],
      ['RemoveMember', { ...of, id: lastOwner }],
      'last_owner',
    ),
    row('remove no member', null, [`DELETE ${url}/mem_1`], ['RemoveMember', { ...of, id: 'mem_1' }], NOT_FOUND),
    row(
      'remove who is above',
      'administrator',
      [`DELETE ${url}/${lastOwner}`],
      ['RemoveMember', { ...of, id: lastOwner }],
      DENIED,
    ),
    row('get no member', null, [`GET ${url}/mem_1`], ['GetMember', { ...of, id: 'mem_1' }], NOT_FOUND),
    row(
      'list a state that is none',
      null,
      [`GET ${url}?state=lost`],
      ['ListMembers', { ...of, state: 'lost' }],
      invalid('state'),
    ),
    row(
      'list from no cursor',
      null,
      [`GET ${url}?cursor=zzz`],
      ['ListMembers', { ...of, cursor: 'zzz' }],
      invalid('cursor'),
    ),
    row(
      'list what another ledger says',
      null,
      [`GET ${url}`, undefined, { 'x-keyledger-at-least': 'other-1' }],
      ['ListMembers', { ...of, atLeast: 'other-1' }],
      invalid('at_least'),
    ),
    row(
      'list what has not come',
      null,
      [`GET ${url}`, undefined, { 'x-keyledger-at-least': ahead }],
      ['ListMembers', { ...of, atLeast: ahead }],
      'not_caught_up',
    ),
    row(
      'the history of no member',
      null,
      [`GET ${url}/mem_1/history`],
      ['GetMemberHistory', { ...of, id: 'mem_1' }],
      NOT_FOUND,
    ),
  ];
}
