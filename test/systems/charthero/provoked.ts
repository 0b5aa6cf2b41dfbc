import type { ReasonCode } from '@keyledger/domain';
import type { Told } from '../kit/running-system.ts';
import { type Charthero, LIST, UNKNOWN_ID } from './charthero.ts';

/** How a code comes about, and the parameter that is named with it. */
export type Provocation = readonly [ask: (charthero: Charthero) => Promise<Told>, field?: string];

const withKey =
  (path: string): Provocation[0] =>
  ({ system, key }) =>
    system.ask(path, { key });

/** The list, with a key that is in some state. */
const listWith =
  (secret: (charthero: Charthero) => Promise<string> | string): Provocation[0] =>
  async (charthero) =>
    charthero.system.ask(LIST, { key: await secret(charthero) });

const withResource =
  (kind: string, name: string): Provocation[0] =>
  ({ system, key }) =>
    system.ask(`/v1/${kind}/${system.resource(name)}`, { key });

const withAudio =
  (document: string): Provocation[0] =>
  (charthero) =>
    charthero.system.ask(charthero.audioOf(document), { key: charthero.key });

export const PROVOKED: Readonly<Record<ReasonCode, Provocation>> = {
  missing_bearer: [({ system }) => system.ask(LIST)],
  malformed_token: [listWith(() => 'ch_sk_nothing')],
  invalid_key: [listWith((charthero) => charthero.unknownSecret())],
  disabled_key: [listWith((charthero) => charthero.secretAfter('pause'))],
  expired_key: [listWith((charthero) => charthero.expiredSecret())],
  revoked_key: [listWith((charthero) => charthero.secretAfter('revoke'))],
  api_keys_disabled: [({ system, key, closedNode }) => system.ask(LIST, { key, node: closedNode })],
  test_prefix_not_allowed: [listWith((charthero) => charthero.secret({ environment: 'test' }))],
  org_scope_only_required: [listWith((charthero) => charthero.secret({ holder: 'user' }))],
  missing_scope: [listWith((charthero) => charthero.secret({ scopes: ['documents:read'] }))],
  route_not_allowed: [listWith((charthero) => charthero.secretIn('one-route', { routes: ['documents.get'] }))],
  organization_not_allowlisted: [listWith((charthero) => charthero.secretIn('no-route', { routes: [] }))],
  cross_organization_denied: [withResource('documents', 'foreign_document')],
  demo_training_denied: [withResource('documents', 'demo_document')],
  ip_not_allowed: [listWith((charthero) => charthero.secret({ restrictions: { ips: ['192.0.2.0/24'] } }))],
  origin_not_allowed: [listWith((charthero) => charthero.secret({ restrictions: { origins: ['https://a.example'] } }))],
  key_kind_not_allowed: [({ system, key }) => system.ask(LIST, { key, headers: { origin: 'https://a.example' } })],
  rate_limited: [(charthero) => charthero.untilLimited()],
  invalid_limit: [withKey(`${LIST}?limit=0`), 'limit'],
  invalid_offset: [withKey(`${LIST}?offset=-1`), 'offset'],
  invalid_sort: [withKey(`${LIST}?sort_order=up`), 'sort_order'],
  invalid_query: [withKey(`${LIST}?date_from=2026-01-01`), 'date_from'],
  unsupported_filter: [withKey(`${LIST}?patient=1`), 'patient'],
  encounter_not_found: [withKey(`/v1/encounters/${UNKNOWN_ID}`)],
  document_not_found: [withKey(`/v1/documents/${UNKNOWN_ID}`)],
  transcript_not_found: [withResource('transcripts', 'draft_transcript')],
  audio_not_found: [withAudio('document_audio_lost')],
  unsupported_document_type: [withResource('documents', 'unsupported_document')],
  audio_not_available_for_document: [withAudio('document_without_audio')],
  digest_key_unavailable: [
    (charthero) => charthero.withoutDigestKeys(() => charthero.untilTold('digest_key_unavailable')),
  ],
  audio_storage_unavailable: [withAudio('document_audio_storage_down')],
};
