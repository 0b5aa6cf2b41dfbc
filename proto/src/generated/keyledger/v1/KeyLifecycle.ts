// Original file: keyledger/v1/key_lifecycle.proto

import type * as grpc from '@grpc/grpc-js'
import type { MethodDefinition } from '@grpc/proto-loader'
import type { CreateKeyRequest as _keyledger_v1_CreateKeyRequest, CreateKeyRequest__Output as _keyledger_v1_CreateKeyRequest__Output } from '../../keyledger/v1/CreateKeyRequest.ts';
import type { CreateKeyResponse as _keyledger_v1_CreateKeyResponse, CreateKeyResponse__Output as _keyledger_v1_CreateKeyResponse__Output } from '../../keyledger/v1/CreateKeyResponse.ts';
import type { CreateOrganizationRequest as _keyledger_v1_CreateOrganizationRequest, CreateOrganizationRequest__Output as _keyledger_v1_CreateOrganizationRequest__Output } from '../../keyledger/v1/CreateOrganizationRequest.ts';
import type { CreateOrganizationResponse as _keyledger_v1_CreateOrganizationResponse, CreateOrganizationResponse__Output as _keyledger_v1_CreateOrganizationResponse__Output } from '../../keyledger/v1/CreateOrganizationResponse.ts';
import type { FinishRotationRequest as _keyledger_v1_FinishRotationRequest, FinishRotationRequest__Output as _keyledger_v1_FinishRotationRequest__Output } from '../../keyledger/v1/FinishRotationRequest.ts';
import type { FinishRotationResponse as _keyledger_v1_FinishRotationResponse, FinishRotationResponse__Output as _keyledger_v1_FinishRotationResponse__Output } from '../../keyledger/v1/FinishRotationResponse.ts';
import type { GetKeyHistoryRequest as _keyledger_v1_GetKeyHistoryRequest, GetKeyHistoryRequest__Output as _keyledger_v1_GetKeyHistoryRequest__Output } from '../../keyledger/v1/GetKeyHistoryRequest.ts';
import type { GetKeyHistoryResponse as _keyledger_v1_GetKeyHistoryResponse, GetKeyHistoryResponse__Output as _keyledger_v1_GetKeyHistoryResponse__Output } from '../../keyledger/v1/GetKeyHistoryResponse.ts';
import type { GetKeyRequest as _keyledger_v1_GetKeyRequest, GetKeyRequest__Output as _keyledger_v1_GetKeyRequest__Output } from '../../keyledger/v1/GetKeyRequest.ts';
import type { GetKeyResponse as _keyledger_v1_GetKeyResponse, GetKeyResponse__Output as _keyledger_v1_GetKeyResponse__Output } from '../../keyledger/v1/GetKeyResponse.ts';
import type { GetOrganizationRequest as _keyledger_v1_GetOrganizationRequest, GetOrganizationRequest__Output as _keyledger_v1_GetOrganizationRequest__Output } from '../../keyledger/v1/GetOrganizationRequest.ts';
import type { GetOrganizationResponse as _keyledger_v1_GetOrganizationResponse, GetOrganizationResponse__Output as _keyledger_v1_GetOrganizationResponse__Output } from '../../keyledger/v1/GetOrganizationResponse.ts';
import type { ListKeysRequest as _keyledger_v1_ListKeysRequest, ListKeysRequest__Output as _keyledger_v1_ListKeysRequest__Output } from '../../keyledger/v1/ListKeysRequest.ts';
import type { ListKeysResponse as _keyledger_v1_ListKeysResponse, ListKeysResponse__Output as _keyledger_v1_ListKeysResponse__Output } from '../../keyledger/v1/ListKeysResponse.ts';
import type { ListOrganizationsRequest as _keyledger_v1_ListOrganizationsRequest, ListOrganizationsRequest__Output as _keyledger_v1_ListOrganizationsRequest__Output } from '../../keyledger/v1/ListOrganizationsRequest.ts';
import type { ListOrganizationsResponse as _keyledger_v1_ListOrganizationsResponse, ListOrganizationsResponse__Output as _keyledger_v1_ListOrganizationsResponse__Output } from '../../keyledger/v1/ListOrganizationsResponse.ts';
import type { PauseKeyRequest as _keyledger_v1_PauseKeyRequest, PauseKeyRequest__Output as _keyledger_v1_PauseKeyRequest__Output } from '../../keyledger/v1/PauseKeyRequest.ts';
import type { PauseKeyResponse as _keyledger_v1_PauseKeyResponse, PauseKeyResponse__Output as _keyledger_v1_PauseKeyResponse__Output } from '../../keyledger/v1/PauseKeyResponse.ts';
import type { PauseOrganizationRequest as _keyledger_v1_PauseOrganizationRequest, PauseOrganizationRequest__Output as _keyledger_v1_PauseOrganizationRequest__Output } from '../../keyledger/v1/PauseOrganizationRequest.ts';
import type { PauseOrganizationResponse as _keyledger_v1_PauseOrganizationResponse, PauseOrganizationResponse__Output as _keyledger_v1_PauseOrganizationResponse__Output } from '../../keyledger/v1/PauseOrganizationResponse.ts';
import type { ResumeKeyRequest as _keyledger_v1_ResumeKeyRequest, ResumeKeyRequest__Output as _keyledger_v1_ResumeKeyRequest__Output } from '../../keyledger/v1/ResumeKeyRequest.ts';
import type { ResumeKeyResponse as _keyledger_v1_ResumeKeyResponse, ResumeKeyResponse__Output as _keyledger_v1_ResumeKeyResponse__Output } from '../../keyledger/v1/ResumeKeyResponse.ts';
import type { ResumeOrganizationRequest as _keyledger_v1_ResumeOrganizationRequest, ResumeOrganizationRequest__Output as _keyledger_v1_ResumeOrganizationRequest__Output } from '../../keyledger/v1/ResumeOrganizationRequest.ts';
import type { ResumeOrganizationResponse as _keyledger_v1_ResumeOrganizationResponse, ResumeOrganizationResponse__Output as _keyledger_v1_ResumeOrganizationResponse__Output } from '../../keyledger/v1/ResumeOrganizationResponse.ts';
import type { RevokeBySecretRequest as _keyledger_v1_RevokeBySecretRequest, RevokeBySecretRequest__Output as _keyledger_v1_RevokeBySecretRequest__Output } from '../../keyledger/v1/RevokeBySecretRequest.ts';
import type { RevokeBySecretResponse as _keyledger_v1_RevokeBySecretResponse, RevokeBySecretResponse__Output as _keyledger_v1_RevokeBySecretResponse__Output } from '../../keyledger/v1/RevokeBySecretResponse.ts';
import type { RevokeKeyRequest as _keyledger_v1_RevokeKeyRequest, RevokeKeyRequest__Output as _keyledger_v1_RevokeKeyRequest__Output } from '../../keyledger/v1/RevokeKeyRequest.ts';
import type { RevokeKeyResponse as _keyledger_v1_RevokeKeyResponse, RevokeKeyResponse__Output as _keyledger_v1_RevokeKeyResponse__Output } from '../../keyledger/v1/RevokeKeyResponse.ts';
import type { RotateKeyRequest as _keyledger_v1_RotateKeyRequest, RotateKeyRequest__Output as _keyledger_v1_RotateKeyRequest__Output } from '../../keyledger/v1/RotateKeyRequest.ts';
import type { RotateKeyResponse as _keyledger_v1_RotateKeyResponse, RotateKeyResponse__Output as _keyledger_v1_RotateKeyResponse__Output } from '../../keyledger/v1/RotateKeyResponse.ts';
import type { UpdateKeyRequest as _keyledger_v1_UpdateKeyRequest, UpdateKeyRequest__Output as _keyledger_v1_UpdateKeyRequest__Output } from '../../keyledger/v1/UpdateKeyRequest.ts';
import type { UpdateKeyResponse as _keyledger_v1_UpdateKeyResponse, UpdateKeyResponse__Output as _keyledger_v1_UpdateKeyResponse__Output } from '../../keyledger/v1/UpdateKeyResponse.ts';
import type { UpdateOrganizationRequest as _keyledger_v1_UpdateOrganizationRequest, UpdateOrganizationRequest__Output as _keyledger_v1_UpdateOrganizationRequest__Output } from '../../keyledger/v1/UpdateOrganizationRequest.ts';
import type { UpdateOrganizationResponse as _keyledger_v1_UpdateOrganizationResponse, UpdateOrganizationResponse__Output as _keyledger_v1_UpdateOrganizationResponse__Output } from '../../keyledger/v1/UpdateOrganizationResponse.ts';

export interface KeyLifecycleClient extends grpc.Client {
  CreateKey(argument: _keyledger_v1_CreateKeyRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_keyledger_v1_CreateKeyResponse__Output>): grpc.ClientUnaryCall;
  CreateKey(argument: _keyledger_v1_CreateKeyRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_keyledger_v1_CreateKeyResponse__Output>): grpc.ClientUnaryCall;
  CreateKey(argument: _keyledger_v1_CreateKeyRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_keyledger_v1_CreateKeyResponse__Output>): grpc.ClientUnaryCall;
  CreateKey(argument: _keyledger_v1_CreateKeyRequest, callback: grpc.requestCallback<_keyledger_v1_CreateKeyResponse__Output>): grpc.ClientUnaryCall;
  createKey(argument: _keyledger_v1_CreateKeyRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_keyledger_v1_CreateKeyResponse__Output>): grpc.ClientUnaryCall;
  createKey(argument: _keyledger_v1_CreateKeyRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_keyledger_v1_CreateKeyResponse__Output>): grpc.ClientUnaryCall;
  createKey(argument: _keyledger_v1_CreateKeyRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_keyledger_v1_CreateKeyResponse__Output>): grpc.ClientUnaryCall;
  createKey(argument: _keyledger_v1_CreateKeyRequest, callback: grpc.requestCallback<_keyledger_v1_CreateKeyResponse__Output>): grpc.ClientUnaryCall;
  
  CreateOrganization(argument: _keyledger_v1_CreateOrganizationRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_keyledger_v1_CreateOrganizationResponse__Output>): grpc.ClientUnaryCall;
  CreateOrganization(argument: _keyledger_v1_CreateOrganizationRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_keyledger_v1_CreateOrganizationResponse__Output>): grpc.ClientUnaryCall;
  CreateOrganization(argument: _keyledger_v1_CreateOrganizationRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_keyledger_v1_CreateOrganizationResponse__Output>): grpc.ClientUnaryCall;
  CreateOrganization(argument: _keyledger_v1_CreateOrganizationRequest, callback: grpc.requestCallback<_keyledger_v1_CreateOrganizationResponse__Output>): grpc.ClientUnaryCall;
  createOrganization(argument: _keyledger_v1_CreateOrganizationRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_keyledger_v1_CreateOrganizationResponse__Output>): grpc.ClientUnaryCall;
  createOrganization(argument: _keyledger_v1_CreateOrganizationRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_keyledger_v1_CreateOrganizationResponse__Output>): grpc.ClientUnaryCall;
  createOrganization(argument: _keyledger_v1_CreateOrganizationRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_keyledger_v1_CreateOrganizationResponse__Output>): grpc.ClientUnaryCall;
  createOrganization(argument: _keyledger_v1_CreateOrganizationRequest, callback: grpc.requestCallback<_keyledger_v1_CreateOrganizationResponse__Output>): grpc.ClientUnaryCall;
  
  FinishRotation(argument: _keyledger_v1_FinishRotationRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_keyledger_v1_FinishRotationResponse__Output>): grpc.ClientUnaryCall;
  FinishRotation(argument: _keyledger_v1_FinishRotationRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_keyledger_v1_FinishRotationResponse__Output>): grpc.ClientUnaryCall;
  FinishRotation(argument: _keyledger_v1_FinishRotationRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_keyledger_v1_FinishRotationResponse__Output>): grpc.ClientUnaryCall;
  FinishRotation(argument: _keyledger_v1_FinishRotationRequest, callback: grpc.requestCallback<_keyledger_v1_FinishRotationResponse__Output>): grpc.ClientUnaryCall;
  finishRotation(argument: _keyledger_v1_FinishRotationRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_keyledger_v1_FinishRotationResponse__Output>): grpc.ClientUnaryCall;
  finishRotation(argument: _keyledger_v1_FinishRotationRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_keyledger_v1_FinishRotationResponse__Output>): grpc.ClientUnaryCall;
  finishRotation(argument: _keyledger_v1_FinishRotationRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_keyledger_v1_FinishRotationResponse__Output>): grpc.ClientUnaryCall;
  finishRotation(argument: _keyledger_v1_FinishRotationRequest, callback: grpc.requestCallback<_keyledger_v1_FinishRotationResponse__Output>): grpc.ClientUnaryCall;
  
  GetKey(argument: _keyledger_v1_GetKeyRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_keyledger_v1_GetKeyResponse__Output>): grpc.ClientUnaryCall;
  GetKey(argument: _keyledger_v1_GetKeyRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_keyledger_v1_GetKeyResponse__Output>): grpc.ClientUnaryCall;
  GetKey(argument: _keyledger_v1_GetKeyRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_keyledger_v1_GetKeyResponse__Output>): grpc.ClientUnaryCall;
  GetKey(argument: _keyledger_v1_GetKeyRequest, callback: grpc.requestCallback<_keyledger_v1_GetKeyResponse__Output>): grpc.ClientUnaryCall;
  getKey(argument: _keyledger_v1_GetKeyRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_keyledger_v1_GetKeyResponse__Output>): grpc.ClientUnaryCall;
  getKey(argument: _keyledger_v1_GetKeyRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_keyledger_v1_GetKeyResponse__Output>): grpc.ClientUnaryCall;
  getKey(argument: _keyledger_v1_GetKeyRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_keyledger_v1_GetKeyResponse__Output>): grpc.ClientUnaryCall;
  getKey(argument: _keyledger_v1_GetKeyRequest, callback: grpc.requestCallback<_keyledger_v1_GetKeyResponse__Output>): grpc.ClientUnaryCall;
  
  GetKeyHistory(argument: _keyledger_v1_GetKeyHistoryRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_keyledger_v1_GetKeyHistoryResponse__Output>): grpc.ClientUnaryCall;
  GetKeyHistory(argument: _keyledger_v1_GetKeyHistoryRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_keyledger_v1_GetKeyHistoryResponse__Output>): grpc.ClientUnaryCall;
  GetKeyHistory(argument: _keyledger_v1_GetKeyHistoryRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_keyledger_v1_GetKeyHistoryResponse__Output>): grpc.ClientUnaryCall;
  GetKeyHistory(argument: _keyledger_v1_GetKeyHistoryRequest, callback: grpc.requestCallback<_keyledger_v1_GetKeyHistoryResponse__Output>): grpc.ClientUnaryCall;
  getKeyHistory(argument: _keyledger_v1_GetKeyHistoryRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_keyledger_v1_GetKeyHistoryResponse__Output>): grpc.ClientUnaryCall;
  getKeyHistory(argument: _keyledger_v1_GetKeyHistoryRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_keyledger_v1_GetKeyHistoryResponse__Output>): grpc.ClientUnaryCall;
  getKeyHistory(argument: _keyledger_v1_GetKeyHistoryRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_keyledger_v1_GetKeyHistoryResponse__Output>): grpc.ClientUnaryCall;
  getKeyHistory(argument: _keyledger_v1_GetKeyHistoryRequest, callback: grpc.requestCallback<_keyledger_v1_GetKeyHistoryResponse__Output>): grpc.ClientUnaryCall;
  
  GetOrganization(argument: _keyledger_v1_GetOrganizationRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_keyledger_v1_GetOrganizationResponse__Output>): grpc.ClientUnaryCall;
  GetOrganization(argument: _keyledger_v1_GetOrganizationRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_keyledger_v1_GetOrganizationResponse__Output>): grpc.ClientUnaryCall;
  GetOrganization(argument: _keyledger_v1_GetOrganizationRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_keyledger_v1_GetOrganizationResponse__Output>): grpc.ClientUnaryCall;
  GetOrganization(argument: _keyledger_v1_GetOrganizationRequest, callback: grpc.requestCallback<_keyledger_v1_GetOrganizationResponse__Output>): grpc.ClientUnaryCall;
  getOrganization(argument: _keyledger_v1_GetOrganizationRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_keyledger_v1_GetOrganizationResponse__Output>): grpc.ClientUnaryCall;
  getOrganization(argument: _keyledger_v1_GetOrganizationRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_keyledger_v1_GetOrganizationResponse__Output>): grpc.ClientUnaryCall;
  getOrganization(argument: _keyledger_v1_GetOrganizationRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_keyledger_v1_GetOrganizationResponse__Output>): grpc.ClientUnaryCall;
  getOrganization(argument: _keyledger_v1_GetOrganizationRequest, callback: grpc.requestCallback<_keyledger_v1_GetOrganizationResponse__Output>): grpc.ClientUnaryCall;
  
  ListKeys(argument: _keyledger_v1_ListKeysRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_keyledger_v1_ListKeysResponse__Output>): grpc.ClientUnaryCall;
  ListKeys(argument: _keyledger_v1_ListKeysRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_keyledger_v1_ListKeysResponse__Output>): grpc.ClientUnaryCall;
  ListKeys(argument: _keyledger_v1_ListKeysRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_keyledger_v1_ListKeysResponse__Output>): grpc.ClientUnaryCall;
  ListKeys(argument: _keyledger_v1_ListKeysRequest, callback: grpc.requestCallback<_keyledger_v1_ListKeysResponse__Output>): grpc.ClientUnaryCall;
  listKeys(argument: _keyledger_v1_ListKeysRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_keyledger_v1_ListKeysResponse__Output>): grpc.ClientUnaryCall;
  listKeys(argument: _keyledger_v1_ListKeysRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_keyledger_v1_ListKeysResponse__Output>): grpc.ClientUnaryCall;
  listKeys(argument: _keyledger_v1_ListKeysRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_keyledger_v1_ListKeysResponse__Output>): grpc.ClientUnaryCall;
  listKeys(argument: _keyledger_v1_ListKeysRequest, callback: grpc.requestCallback<_keyledger_v1_ListKeysResponse__Output>): grpc.ClientUnaryCall;
  
  ListOrganizations(argument: _keyledger_v1_ListOrganizationsRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_keyledger_v1_ListOrganizationsResponse__Output>): grpc.ClientUnaryCall;
  ListOrganizations(argument: _keyledger_v1_ListOrganizationsRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_keyledger_v1_ListOrganizationsResponse__Output>): grpc.ClientUnaryCall;
  ListOrganizations(argument: _keyledger_v1_ListOrganizationsRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_keyledger_v1_ListOrganizationsResponse__Output>): grpc.ClientUnaryCall;
  ListOrganizations(argument: _keyledger_v1_ListOrganizationsRequest, callback: grpc.requestCallback<_keyledger_v1_ListOrganizationsResponse__Output>): grpc.ClientUnaryCall;
  listOrganizations(argument: _keyledger_v1_ListOrganizationsRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_keyledger_v1_ListOrganizationsResponse__Output>): grpc.ClientUnaryCall;
  listOrganizations(argument: _keyledger_v1_ListOrganizationsRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_keyledger_v1_ListOrganizationsResponse__Output>): grpc.ClientUnaryCall;
  listOrganizations(argument: _keyledger_v1_ListOrganizationsRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_keyledger_v1_ListOrganizationsResponse__Output>): grpc.ClientUnaryCall;
  listOrganizations(argument: _keyledger_v1_ListOrganizationsRequest, callback: grpc.requestCallback<_keyledger_v1_ListOrganizationsResponse__Output>): grpc.ClientUnaryCall;
  
  PauseKey(argument: _keyledger_v1_PauseKeyRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_keyledger_v1_PauseKeyResponse__Output>): grpc.ClientUnaryCall;
  PauseKey(argument: _keyledger_v1_PauseKeyRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_keyledger_v1_PauseKeyResponse__Output>): grpc.ClientUnaryCall;
  PauseKey(argument: _keyledger_v1_PauseKeyRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_keyledger_v1_PauseKeyResponse__Output>): grpc.ClientUnaryCall;
  PauseKey(argument: _keyledger_v1_PauseKeyRequest, callback: grpc.requestCallback<_keyledger_v1_PauseKeyResponse__Output>): grpc.ClientUnaryCall;
  pauseKey(argument: _keyledger_v1_PauseKeyRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_keyledger_v1_PauseKeyResponse__Output>): grpc.ClientUnaryCall;
  pauseKey(argument: _keyledger_v1_PauseKeyRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_keyledger_v1_PauseKeyResponse__Output>): grpc.ClientUnaryCall;
  pauseKey(argument: _keyledger_v1_PauseKeyRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_keyledger_v1_PauseKeyResponse__Output>): grpc.ClientUnaryCall;
  pauseKey(argument: _keyledger_v1_PauseKeyRequest, callback: grpc.requestCallback<_keyledger_v1_PauseKeyResponse__Output>): grpc.ClientUnaryCall;
  
  PauseOrganization(argument: _keyledger_v1_PauseOrganizationRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_keyledger_v1_PauseOrganizationResponse__Output>): grpc.ClientUnaryCall;
  PauseOrganization(argument: _keyledger_v1_PauseOrganizationRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_keyledger_v1_PauseOrganizationResponse__Output>): grpc.ClientUnaryCall;
  PauseOrganization(argument: _keyledger_v1_PauseOrganizationRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_keyledger_v1_PauseOrganizationResponse__Output>): grpc.ClientUnaryCall;
  PauseOrganization(argument: _keyledger_v1_PauseOrganizationRequest, callback: grpc.requestCallback<_keyledger_v1_PauseOrganizationResponse__Output>): grpc.ClientUnaryCall;
  pauseOrganization(argument: _keyledger_v1_PauseOrganizationRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_keyledger_v1_PauseOrganizationResponse__Output>): grpc.ClientUnaryCall;
  pauseOrganization(argument: _keyledger_v1_PauseOrganizationRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_keyledger_v1_PauseOrganizationResponse__Output>): grpc.ClientUnaryCall;
  pauseOrganization(argument: _keyledger_v1_PauseOrganizationRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_keyledger_v1_PauseOrganizationResponse__Output>): grpc.ClientUnaryCall;
  pauseOrganization(argument: _keyledger_v1_PauseOrganizationRequest, callback: grpc.requestCallback<_keyledger_v1_PauseOrganizationResponse__Output>): grpc.ClientUnaryCall;
  
  ResumeKey(argument: _keyledger_v1_ResumeKeyRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_keyledger_v1_ResumeKeyResponse__Output>): grpc.ClientUnaryCall;
  ResumeKey(argument: _keyledger_v1_ResumeKeyRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_keyledger_v1_ResumeKeyResponse__Output>): grpc.ClientUnaryCall;
  ResumeKey(argument: _keyledger_v1_ResumeKeyRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_keyledger_v1_ResumeKeyResponse__Output>): grpc.ClientUnaryCall;
  ResumeKey(argument: _keyledger_v1_ResumeKeyRequest, callback: grpc.requestCallback<_keyledger_v1_ResumeKeyResponse__Output>): grpc.ClientUnaryCall;
  resumeKey(argument: _keyledger_v1_ResumeKeyRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_keyledger_v1_ResumeKeyResponse__Output>): grpc.ClientUnaryCall;
  resumeKey(argument: _keyledger_v1_ResumeKeyRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_keyledger_v1_ResumeKeyResponse__Output>): grpc.ClientUnaryCall;
  resumeKey(argument: _keyledger_v1_ResumeKeyRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_keyledger_v1_ResumeKeyResponse__Output>): grpc.ClientUnaryCall;
  resumeKey(argument: _keyledger_v1_ResumeKeyRequest, callback: grpc.requestCallback<_keyledger_v1_ResumeKeyResponse__Output>): grpc.ClientUnaryCall;
  
  ResumeOrganization(argument: _keyledger_v1_ResumeOrganizationRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_keyledger_v1_ResumeOrganizationResponse__Output>): grpc.ClientUnaryCall;
  ResumeOrganization(argument: _keyledger_v1_ResumeOrganizationRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_keyledger_v1_ResumeOrganizationResponse__Output>): grpc.ClientUnaryCall;
  ResumeOrganization(argument: _keyledger_v1_ResumeOrganizationRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_keyledger_v1_ResumeOrganizationResponse__Output>): grpc.ClientUnaryCall;
  ResumeOrganization(argument: _keyledger_v1_ResumeOrganizationRequest, callback: grpc.requestCallback<_keyledger_v1_ResumeOrganizationResponse__Output>): grpc.ClientUnaryCall;
  resumeOrganization(argument: _keyledger_v1_ResumeOrganizationRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_keyledger_v1_ResumeOrganizationResponse__Output>): grpc.ClientUnaryCall;
  resumeOrganization(argument: _keyledger_v1_ResumeOrganizationRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_keyledger_v1_ResumeOrganizationResponse__Output>): grpc.ClientUnaryCall;
  resumeOrganization(argument: _keyledger_v1_ResumeOrganizationRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_keyledger_v1_ResumeOrganizationResponse__Output>): grpc.ClientUnaryCall;
  resumeOrganization(argument: _keyledger_v1_ResumeOrganizationRequest, callback: grpc.requestCallback<_keyledger_v1_ResumeOrganizationResponse__Output>): grpc.ClientUnaryCall;
  
  RevokeBySecret(argument: _keyledger_v1_RevokeBySecretRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_keyledger_v1_RevokeBySecretResponse__Output>): grpc.ClientUnaryCall;
  RevokeBySecret(argument: _keyledger_v1_RevokeBySecretRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_keyledger_v1_RevokeBySecretResponse__Output>): grpc.ClientUnaryCall;
  RevokeBySecret(argument: _keyledger_v1_RevokeBySecretRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_keyledger_v1_RevokeBySecretResponse__Output>): grpc.ClientUnaryCall;
  RevokeBySecret(argument: _keyledger_v1_RevokeBySecretRequest, callback: grpc.requestCallback<_keyledger_v1_RevokeBySecretResponse__Output>): grpc.ClientUnaryCall;
  revokeBySecret(argument: _keyledger_v1_RevokeBySecretRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_keyledger_v1_RevokeBySecretResponse__Output>): grpc.ClientUnaryCall;
  revokeBySecret(argument: _keyledger_v1_RevokeBySecretRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_keyledger_v1_RevokeBySecretResponse__Output>): grpc.ClientUnaryCall;
  revokeBySecret(argument: _keyledger_v1_RevokeBySecretRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_keyledger_v1_RevokeBySecretResponse__Output>): grpc.ClientUnaryCall;
  revokeBySecret(argument: _keyledger_v1_RevokeBySecretRequest, callback: grpc.requestCallback<_keyledger_v1_RevokeBySecretResponse__Output>): grpc.ClientUnaryCall;
  
  RevokeKey(argument: _keyledger_v1_RevokeKeyRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_keyledger_v1_RevokeKeyResponse__Output>): grpc.ClientUnaryCall;
  RevokeKey(argument: _keyledger_v1_RevokeKeyRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_keyledger_v1_RevokeKeyResponse__Output>): grpc.ClientUnaryCall;
  RevokeKey(argument: _keyledger_v1_RevokeKeyRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_keyledger_v1_RevokeKeyResponse__Output>): grpc.ClientUnaryCall;
  RevokeKey(argument: _keyledger_v1_RevokeKeyRequest, callback: grpc.requestCallback<_keyledger_v1_RevokeKeyResponse__Output>): grpc.ClientUnaryCall;
  revokeKey(argument: _keyledger_v1_RevokeKeyRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_keyledger_v1_RevokeKeyResponse__Output>): grpc.ClientUnaryCall;
  revokeKey(argument: _keyledger_v1_RevokeKeyRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_keyledger_v1_RevokeKeyResponse__Output>): grpc.ClientUnaryCall;
  revokeKey(argument: _keyledger_v1_RevokeKeyRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_keyledger_v1_RevokeKeyResponse__Output>): grpc.ClientUnaryCall;
  revokeKey(argument: _keyledger_v1_RevokeKeyRequest, callback: grpc.requestCallback<_keyledger_v1_RevokeKeyResponse__Output>): grpc.ClientUnaryCall;
  
  RotateKey(argument: _keyledger_v1_RotateKeyRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_keyledger_v1_RotateKeyResponse__Output>): grpc.ClientUnaryCall;
  RotateKey(argument: _keyledger_v1_RotateKeyRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_keyledger_v1_RotateKeyResponse__Output>): grpc.ClientUnaryCall;
  RotateKey(argument: _keyledger_v1_RotateKeyRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_keyledger_v1_RotateKeyResponse__Output>): grpc.ClientUnaryCall;
  RotateKey(argument: _keyledger_v1_RotateKeyRequest, callback: grpc.requestCallback<_keyledger_v1_RotateKeyResponse__Output>): grpc.ClientUnaryCall;
  rotateKey(argument: _keyledger_v1_RotateKeyRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_keyledger_v1_RotateKeyResponse__Output>): grpc.ClientUnaryCall;
  rotateKey(argument: _keyledger_v1_RotateKeyRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_keyledger_v1_RotateKeyResponse__Output>): grpc.ClientUnaryCall;
  rotateKey(argument: _keyledger_v1_RotateKeyRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_keyledger_v1_RotateKeyResponse__Output>): grpc.ClientUnaryCall;
  rotateKey(argument: _keyledger_v1_RotateKeyRequest, callback: grpc.requestCallback<_keyledger_v1_RotateKeyResponse__Output>): grpc.ClientUnaryCall;
  
  UpdateKey(argument: _keyledger_v1_UpdateKeyRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_keyledger_v1_UpdateKeyResponse__Output>): grpc.ClientUnaryCall;
  UpdateKey(argument: _keyledger_v1_UpdateKeyRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_keyledger_v1_UpdateKeyResponse__Output>): grpc.ClientUnaryCall;
  UpdateKey(argument: _keyledger_v1_UpdateKeyRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_keyledger_v1_UpdateKeyResponse__Output>): grpc.ClientUnaryCall;
  UpdateKey(argument: _keyledger_v1_UpdateKeyRequest, callback: grpc.requestCallback<_keyledger_v1_UpdateKeyResponse__Output>): grpc.ClientUnaryCall;
  updateKey(argument: _keyledger_v1_UpdateKeyRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_keyledger_v1_UpdateKeyResponse__Output>): grpc.ClientUnaryCall;
  updateKey(argument: _keyledger_v1_UpdateKeyRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_keyledger_v1_UpdateKeyResponse__Output>): grpc.ClientUnaryCall;
  updateKey(argument: _keyledger_v1_UpdateKeyRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_keyledger_v1_UpdateKeyResponse__Output>): grpc.ClientUnaryCall;
  updateKey(argument: _keyledger_v1_UpdateKeyRequest, callback: grpc.requestCallback<_keyledger_v1_UpdateKeyResponse__Output>): grpc.ClientUnaryCall;
  
  UpdateOrganization(argument: _keyledger_v1_UpdateOrganizationRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_keyledger_v1_UpdateOrganizationResponse__Output>): grpc.ClientUnaryCall;
  UpdateOrganization(argument: _keyledger_v1_UpdateOrganizationRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_keyledger_v1_UpdateOrganizationResponse__Output>): grpc.ClientUnaryCall;
  UpdateOrganization(argument: _keyledger_v1_UpdateOrganizationRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_keyledger_v1_UpdateOrganizationResponse__Output>): grpc.ClientUnaryCall;
  UpdateOrganization(argument: _keyledger_v1_UpdateOrganizationRequest, callback: grpc.requestCallback<_keyledger_v1_UpdateOrganizationResponse__Output>): grpc.ClientUnaryCall;
  updateOrganization(argument: _keyledger_v1_UpdateOrganizationRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_keyledger_v1_UpdateOrganizationResponse__Output>): grpc.ClientUnaryCall;
  updateOrganization(argument: _keyledger_v1_UpdateOrganizationRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_keyledger_v1_UpdateOrganizationResponse__Output>): grpc.ClientUnaryCall;
  updateOrganization(argument: _keyledger_v1_UpdateOrganizationRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_keyledger_v1_UpdateOrganizationResponse__Output>): grpc.ClientUnaryCall;
  updateOrganization(argument: _keyledger_v1_UpdateOrganizationRequest, callback: grpc.requestCallback<_keyledger_v1_UpdateOrganizationResponse__Output>): grpc.ClientUnaryCall;
  
}

export interface KeyLifecycleHandlers extends grpc.UntypedServiceImplementation {
  CreateKey: grpc.handleUnaryCall<_keyledger_v1_CreateKeyRequest__Output, _keyledger_v1_CreateKeyResponse>;
  
  CreateOrganization: grpc.handleUnaryCall<_keyledger_v1_CreateOrganizationRequest__Output, _keyledger_v1_CreateOrganizationResponse>;
  
  FinishRotation: grpc.handleUnaryCall<_keyledger_v1_FinishRotationRequest__Output, _keyledger_v1_FinishRotationResponse>;
  
  GetKey: grpc.handleUnaryCall<_keyledger_v1_GetKeyRequest__Output, _keyledger_v1_GetKeyResponse>;
  
  GetKeyHistory: grpc.handleUnaryCall<_keyledger_v1_GetKeyHistoryRequest__Output, _keyledger_v1_GetKeyHistoryResponse>;
  
  GetOrganization: grpc.handleUnaryCall<_keyledger_v1_GetOrganizationRequest__Output, _keyledger_v1_GetOrganizationResponse>;
  
  ListKeys: grpc.handleUnaryCall<_keyledger_v1_ListKeysRequest__Output, _keyledger_v1_ListKeysResponse>;
  
  ListOrganizations: grpc.handleUnaryCall<_keyledger_v1_ListOrganizationsRequest__Output, _keyledger_v1_ListOrganizationsResponse>;
  
  PauseKey: grpc.handleUnaryCall<_keyledger_v1_PauseKeyRequest__Output, _keyledger_v1_PauseKeyResponse>;
  
  PauseOrganization: grpc.handleUnaryCall<_keyledger_v1_PauseOrganizationRequest__Output, _keyledger_v1_PauseOrganizationResponse>;
  
  ResumeKey: grpc.handleUnaryCall<_keyledger_v1_ResumeKeyRequest__Output, _keyledger_v1_ResumeKeyResponse>;
  
  ResumeOrganization: grpc.handleUnaryCall<_keyledger_v1_ResumeOrganizationRequest__Output, _keyledger_v1_ResumeOrganizationResponse>;
  
  RevokeBySecret: grpc.handleUnaryCall<_keyledger_v1_RevokeBySecretRequest__Output, _keyledger_v1_RevokeBySecretResponse>;
  
  RevokeKey: grpc.handleUnaryCall<_keyledger_v1_RevokeKeyRequest__Output, _keyledger_v1_RevokeKeyResponse>;
  
  RotateKey: grpc.handleUnaryCall<_keyledger_v1_RotateKeyRequest__Output, _keyledger_v1_RotateKeyResponse>;
  
  UpdateKey: grpc.handleUnaryCall<_keyledger_v1_UpdateKeyRequest__Output, _keyledger_v1_UpdateKeyResponse>;
  
  UpdateOrganization: grpc.handleUnaryCall<_keyledger_v1_UpdateOrganizationRequest__Output, _keyledger_v1_UpdateOrganizationResponse>;
  
}

export interface KeyLifecycleDefinition extends grpc.ServiceDefinition {
  CreateKey: MethodDefinition<_keyledger_v1_CreateKeyRequest, _keyledger_v1_CreateKeyResponse, _keyledger_v1_CreateKeyRequest__Output, _keyledger_v1_CreateKeyResponse__Output>
  CreateOrganization: MethodDefinition<_keyledger_v1_CreateOrganizationRequest, _keyledger_v1_CreateOrganizationResponse, _keyledger_v1_CreateOrganizationRequest__Output, _keyledger_v1_CreateOrganizationResponse__Output>
  FinishRotation: MethodDefinition<_keyledger_v1_FinishRotationRequest, _keyledger_v1_FinishRotationResponse, _keyledger_v1_FinishRotationRequest__Output, _keyledger_v1_FinishRotationResponse__Output>
  GetKey: MethodDefinition<_keyledger_v1_GetKeyRequest, _keyledger_v1_GetKeyResponse, _keyledger_v1_GetKeyRequest__Output, _keyledger_v1_GetKeyResponse__Output>
  GetKeyHistory: MethodDefinition<_keyledger_v1_GetKeyHistoryRequest, _keyledger_v1_GetKeyHistoryResponse, _keyledger_v1_GetKeyHistoryRequest__Output, _keyledger_v1_GetKeyHistoryResponse__Output>
  GetOrganization: MethodDefinition<_keyledger_v1_GetOrganizationRequest, _keyledger_v1_GetOrganizationResponse, _keyledger_v1_GetOrganizationRequest__Output, _keyledger_v1_GetOrganizationResponse__Output>
  ListKeys: MethodDefinition<_keyledger_v1_ListKeysRequest, _keyledger_v1_ListKeysResponse, _keyledger_v1_ListKeysRequest__Output, _keyledger_v1_ListKeysResponse__Output>
  ListOrganizations: MethodDefinition<_keyledger_v1_ListOrganizationsRequest, _keyledger_v1_ListOrganizationsResponse, _keyledger_v1_ListOrganizationsRequest__Output, _keyledger_v1_ListOrganizationsResponse__Output>
  PauseKey: MethodDefinition<_keyledger_v1_PauseKeyRequest, _keyledger_v1_PauseKeyResponse, _keyledger_v1_PauseKeyRequest__Output, _keyledger_v1_PauseKeyResponse__Output>
  PauseOrganization: MethodDefinition<_keyledger_v1_PauseOrganizationRequest, _keyledger_v1_PauseOrganizationResponse, _keyledger_v1_PauseOrganizationRequest__Output, _keyledger_v1_PauseOrganizationResponse__Output>
  ResumeKey: MethodDefinition<_keyledger_v1_ResumeKeyRequest, _keyledger_v1_ResumeKeyResponse, _keyledger_v1_ResumeKeyRequest__Output, _keyledger_v1_ResumeKeyResponse__Output>
  ResumeOrganization: MethodDefinition<_keyledger_v1_ResumeOrganizationRequest, _keyledger_v1_ResumeOrganizationResponse, _keyledger_v1_ResumeOrganizationRequest__Output, _keyledger_v1_ResumeOrganizationResponse__Output>
  RevokeBySecret: MethodDefinition<_keyledger_v1_RevokeBySecretRequest, _keyledger_v1_RevokeBySecretResponse, _keyledger_v1_RevokeBySecretRequest__Output, _keyledger_v1_RevokeBySecretResponse__Output>
  RevokeKey: MethodDefinition<_keyledger_v1_RevokeKeyRequest, _keyledger_v1_RevokeKeyResponse, _keyledger_v1_RevokeKeyRequest__Output, _keyledger_v1_RevokeKeyResponse__Output>
  RotateKey: MethodDefinition<_keyledger_v1_RotateKeyRequest, _keyledger_v1_RotateKeyResponse, _keyledger_v1_RotateKeyRequest__Output, _keyledger_v1_RotateKeyResponse__Output>
  UpdateKey: MethodDefinition<_keyledger_v1_UpdateKeyRequest, _keyledger_v1_UpdateKeyResponse, _keyledger_v1_UpdateKeyRequest__Output, _keyledger_v1_UpdateKeyResponse__Output>
  UpdateOrganization: MethodDefinition<_keyledger_v1_UpdateOrganizationRequest, _keyledger_v1_UpdateOrganizationResponse, _keyledger_v1_UpdateOrganizationRequest__Output, _keyledger_v1_UpdateOrganizationResponse__Output>
}
