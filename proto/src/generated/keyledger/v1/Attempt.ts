// Original file: keyledger/v1/ledger.proto

import type { Actor as _keyledger_v1_Actor, Actor__Output as _keyledger_v1_Actor__Output } from '../../keyledger/v1/Actor.ts';
import type { LedgerOpened as _keyledger_v1_LedgerOpened, LedgerOpened__Output as _keyledger_v1_LedgerOpened__Output } from '../../keyledger/v1/LedgerOpened.ts';
import type { LedgerMaxHoldChanged as _keyledger_v1_LedgerMaxHoldChanged, LedgerMaxHoldChanged__Output as _keyledger_v1_LedgerMaxHoldChanged__Output } from '../../keyledger/v1/LedgerMaxHoldChanged.ts';
import type { LedgerEpochOpened as _keyledger_v1_LedgerEpochOpened, LedgerEpochOpened__Output as _keyledger_v1_LedgerEpochOpened__Output } from '../../keyledger/v1/LedgerEpochOpened.ts';
import type { OrganizationCreated as _keyledger_v1_OrganizationCreated, OrganizationCreated__Output as _keyledger_v1_OrganizationCreated__Output } from '../../keyledger/v1/OrganizationCreated.ts';
import type { OrganizationUpdated as _keyledger_v1_OrganizationUpdated, OrganizationUpdated__Output as _keyledger_v1_OrganizationUpdated__Output } from '../../keyledger/v1/OrganizationUpdated.ts';
import type { OrganizationPaused as _keyledger_v1_OrganizationPaused, OrganizationPaused__Output as _keyledger_v1_OrganizationPaused__Output } from '../../keyledger/v1/OrganizationPaused.ts';
import type { OrganizationResumed as _keyledger_v1_OrganizationResumed, OrganizationResumed__Output as _keyledger_v1_OrganizationResumed__Output } from '../../keyledger/v1/OrganizationResumed.ts';
import type { KeyCreated as _keyledger_v1_KeyCreated, KeyCreated__Output as _keyledger_v1_KeyCreated__Output } from '../../keyledger/v1/KeyCreated.ts';
import type { KeyUpdated as _keyledger_v1_KeyUpdated, KeyUpdated__Output as _keyledger_v1_KeyUpdated__Output } from '../../keyledger/v1/KeyUpdated.ts';
import type { KeyRotated as _keyledger_v1_KeyRotated, KeyRotated__Output as _keyledger_v1_KeyRotated__Output } from '../../keyledger/v1/KeyRotated.ts';
import type { KeyRotationFinished as _keyledger_v1_KeyRotationFinished, KeyRotationFinished__Output as _keyledger_v1_KeyRotationFinished__Output } from '../../keyledger/v1/KeyRotationFinished.ts';
import type { KeyPaused as _keyledger_v1_KeyPaused, KeyPaused__Output as _keyledger_v1_KeyPaused__Output } from '../../keyledger/v1/KeyPaused.ts';
import type { KeyResumed as _keyledger_v1_KeyResumed, KeyResumed__Output as _keyledger_v1_KeyResumed__Output } from '../../keyledger/v1/KeyResumed.ts';
import type { KeyRevoked as _keyledger_v1_KeyRevoked, KeyRevoked__Output as _keyledger_v1_KeyRevoked__Output } from '../../keyledger/v1/KeyRevoked.ts';
import type { TokenCreated as _keyledger_v1_TokenCreated, TokenCreated__Output as _keyledger_v1_TokenCreated__Output } from '../../keyledger/v1/TokenCreated.ts';
import type { TokenRevoked as _keyledger_v1_TokenRevoked, TokenRevoked__Output as _keyledger_v1_TokenRevoked__Output } from '../../keyledger/v1/TokenRevoked.ts';
import type { MemberAdded as _keyledger_v1_MemberAdded, MemberAdded__Output as _keyledger_v1_MemberAdded__Output } from '../../keyledger/v1/MemberAdded.ts';
import type { MemberRoleChanged as _keyledger_v1_MemberRoleChanged, MemberRoleChanged__Output as _keyledger_v1_MemberRoleChanged__Output } from '../../keyledger/v1/MemberRoleChanged.ts';
import type { MemberRemoved as _keyledger_v1_MemberRemoved, MemberRemoved__Output as _keyledger_v1_MemberRemoved__Output } from '../../keyledger/v1/MemberRemoved.ts';
import type { Long } from '@grpc/proto-loader';

export interface Attempt {
  'commandId'?: (Buffer | Uint8Array | string);
  'fingerprint'?: (Buffer | Uint8Array | string);
  'aggregateId'?: (string);
  'expectedVersion'?: (number | string | Long);
  'occurredAtMs'?: (number | string | Long);
  'actor'?: (_keyledger_v1_Actor | null);
  'reason'?: (string);
  'ledgerOpened'?: (_keyledger_v1_LedgerOpened | null);
  'ledgerMaxHoldChanged'?: (_keyledger_v1_LedgerMaxHoldChanged | null);
  'ledgerEpochOpened'?: (_keyledger_v1_LedgerEpochOpened | null);
  'organizationCreated'?: (_keyledger_v1_OrganizationCreated | null);
  'organizationUpdated'?: (_keyledger_v1_OrganizationUpdated | null);
  'organizationPaused'?: (_keyledger_v1_OrganizationPaused | null);
  'organizationResumed'?: (_keyledger_v1_OrganizationResumed | null);
  'keyCreated'?: (_keyledger_v1_KeyCreated | null);
  'keyUpdated'?: (_keyledger_v1_KeyUpdated | null);
  'keyRotated'?: (_keyledger_v1_KeyRotated | null);
  'keyRotationFinished'?: (_keyledger_v1_KeyRotationFinished | null);
  'keyPaused'?: (_keyledger_v1_KeyPaused | null);
  'keyResumed'?: (_keyledger_v1_KeyResumed | null);
  'keyRevoked'?: (_keyledger_v1_KeyRevoked | null);
  'tokenCreated'?: (_keyledger_v1_TokenCreated | null);
  'tokenRevoked'?: (_keyledger_v1_TokenRevoked | null);
  'memberAdded'?: (_keyledger_v1_MemberAdded | null);
  'memberRoleChanged'?: (_keyledger_v1_MemberRoleChanged | null);
  'memberRemoved'?: (_keyledger_v1_MemberRemoved | null);
  '_expectedVersion'?: "expectedVersion";
  'event'?: "ledgerOpened"|"ledgerMaxHoldChanged"|"ledgerEpochOpened"|"organizationCreated"|"organizationUpdated"|"organizationPaused"|"organizationResumed"|"keyCreated"|"keyUpdated"|"keyRotated"|"keyRotationFinished"|"keyPaused"|"keyResumed"|"keyRevoked"|"tokenCreated"|"tokenRevoked"|"memberAdded"|"memberRoleChanged"|"memberRemoved";
}

export interface Attempt__Output {
  'commandId': (Buffer);
  'fingerprint': (Buffer);
  'aggregateId': (string);
  'expectedVersion'?: (number);
  'occurredAtMs': (number);
  'actor': (_keyledger_v1_Actor__Output | null);
  'reason': (string);
  'ledgerOpened'?: (_keyledger_v1_LedgerOpened__Output | null);
  'ledgerMaxHoldChanged'?: (_keyledger_v1_LedgerMaxHoldChanged__Output | null);
  'ledgerEpochOpened'?: (_keyledger_v1_LedgerEpochOpened__Output | null);
  'organizationCreated'?: (_keyledger_v1_OrganizationCreated__Output | null);
  'organizationUpdated'?: (_keyledger_v1_OrganizationUpdated__Output | null);
  'organizationPaused'?: (_keyledger_v1_OrganizationPaused__Output | null);
  'organizationResumed'?: (_keyledger_v1_OrganizationResumed__Output | null);
  'keyCreated'?: (_keyledger_v1_KeyCreated__Output | null);
  'keyUpdated'?: (_keyledger_v1_KeyUpdated__Output | null);
  'keyRotated'?: (_keyledger_v1_KeyRotated__Output | null);
  'keyRotationFinished'?: (_keyledger_v1_KeyRotationFinished__Output | null);
  'keyPaused'?: (_keyledger_v1_KeyPaused__Output | null);
  'keyResumed'?: (_keyledger_v1_KeyResumed__Output | null);
  'keyRevoked'?: (_keyledger_v1_KeyRevoked__Output | null);
  'tokenCreated'?: (_keyledger_v1_TokenCreated__Output | null);
  'tokenRevoked'?: (_keyledger_v1_TokenRevoked__Output | null);
  'memberAdded'?: (_keyledger_v1_MemberAdded__Output | null);
  'memberRoleChanged'?: (_keyledger_v1_MemberRoleChanged__Output | null);
  'memberRemoved'?: (_keyledger_v1_MemberRemoved__Output | null);
  '_expectedVersion'?: "expectedVersion";
  'event'?: "ledgerOpened"|"ledgerMaxHoldChanged"|"ledgerEpochOpened"|"organizationCreated"|"organizationUpdated"|"organizationPaused"|"organizationResumed"|"keyCreated"|"keyUpdated"|"keyRotated"|"keyRotationFinished"|"keyPaused"|"keyResumed"|"keyRevoked"|"tokenCreated"|"tokenRevoked"|"memberAdded"|"memberRoleChanged"|"memberRemoved";
}
