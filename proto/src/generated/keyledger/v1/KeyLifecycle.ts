// Original file: keyledger/v1/key_lifecycle.proto

import type * as grpc from '@grpc/grpc-js'
import type { MethodDefinition } from '@grpc/proto-loader'
import type { CreateKeyRequest as _keyledger_v1_CreateKeyRequest, CreateKeyRequest__Output as _keyledger_v1_CreateKeyRequest__Output } from '../../keyledger/v1/CreateKeyRequest.ts';
import type { CreateKeyResponse as _keyledger_v1_CreateKeyResponse, CreateKeyResponse__Output as _keyledger_v1_CreateKeyResponse__Output } from '../../keyledger/v1/CreateKeyResponse.ts';
import type { CreateOrganizationRequest as _keyledger_v1_CreateOrganizationRequest, CreateOrganizationRequest__Output as _keyledger_v1_CreateOrganizationRequest__Output } from '../../keyledger/v1/CreateOrganizationRequest.ts';
import type { CreateOrganizationResponse as _keyledger_v1_CreateOrganizationResponse, CreateOrganizationResponse__Output as _keyledger_v1_CreateOrganizationResponse__Output } from '../../keyledger/v1/CreateOrganizationResponse.ts';
import type { CreateTokenRequest as _keyledger_v1_CreateTokenRequest, CreateTokenRequest__Output as _keyledger_v1_CreateTokenRequest__Output } from '../../keyledger/v1/CreateTokenRequest.ts';
import type { CreateTokenResponse as _keyledger_v1_CreateTokenResponse, CreateTokenResponse__Output as _keyledger_v1_CreateTokenResponse__Output } from '../../keyledger/v1/CreateTokenResponse.ts';
import type { CreateWebhookRequest as _keyledger_v1_CreateWebhookRequest, CreateWebhookRequest__Output as _keyledger_v1_CreateWebhookRequest__Output } from '../../keyledger/v1/CreateWebhookRequest.ts';
import type { CreateWebhookResponse as _keyledger_v1_CreateWebhookResponse, CreateWebhookResponse__Output as _keyledger_v1_CreateWebhookResponse__Output } from '../../keyledger/v1/CreateWebhookResponse.ts';
import type { FinishRotationRequest as _keyledger_v1_FinishRotationRequest, FinishRotationRequest__Output as _keyledger_v1_FinishRotationRequest__Output } from '../../keyledger/v1/FinishRotationRequest.ts';
import type { FinishRotationResponse as _keyledger_v1_FinishRotationResponse, FinishRotationResponse__Output as _keyledger_v1_FinishRotationResponse__Output } from '../../keyledger/v1/FinishRotationResponse.ts';
import type { GetKeyHistoryRequest as _keyledger_v1_GetKeyHistoryRequest, GetKeyHistoryRequest__Output as _keyledger_v1_GetKeyHistoryRequest__Output } from '../../keyledger/v1/GetKeyHistoryRequest.ts';
import type { GetKeyHistoryResponse as _keyledger_v1_GetKeyHistoryResponse, GetKeyHistoryResponse__Output as _keyledger_v1_GetKeyHistoryResponse__Output } from '../../keyledger/v1/GetKeyHistoryResponse.ts';
import type { GetKeyRequest as _keyledger_v1_GetKeyRequest, GetKeyRequest__Output as _keyledger_v1_GetKeyRequest__Output } from '../../keyledger/v1/GetKeyRequest.ts';
import type { GetKeyResponse as _keyledger_v1_GetKeyResponse, GetKeyResponse__Output as _keyledger_v1_GetKeyResponse__Output } from '../../keyledger/v1/GetKeyResponse.ts';
import type { GetKeyUsageRequest as _keyledger_v1_GetKeyUsageRequest, GetKeyUsageRequest__Output as _keyledger_v1_GetKeyUsageRequest__Output } from '../../keyledger/v1/GetKeyUsageRequest.ts';
import type { GetKeyUsageResponse as _keyledger_v1_GetKeyUsageResponse, GetKeyUsageResponse__Output as _keyledger_v1_GetKeyUsageResponse__Output } from '../../keyledger/v1/GetKeyUsageResponse.ts';
import type { GetMemberHistoryRequest as _keyledger_v1_GetMemberHistoryRequest, GetMemberHistoryRequest__Output as _keyledger_v1_GetMemberHistoryRequest__Output } from '../../keyledger/v1/GetMemberHistoryRequest.ts';
import type { GetMemberHistoryResponse as _keyledger_v1_GetMemberHistoryResponse, GetMemberHistoryResponse__Output as _keyledger_v1_GetMemberHistoryResponse__Output } from '../../keyledger/v1/GetMemberHistoryResponse.ts';
import type { GetMemberRequest as _keyledger_v1_GetMemberRequest, GetMemberRequest__Output as _keyledger_v1_GetMemberRequest__Output } from '../../keyledger/v1/GetMemberRequest.ts';
import type { GetMemberResponse as _keyledger_v1_GetMemberResponse, GetMemberResponse__Output as _keyledger_v1_GetMemberResponse__Output } from '../../keyledger/v1/GetMemberResponse.ts';
import type { GetOrganizationHistoryRequest as _keyledger_v1_GetOrganizationHistoryRequest, GetOrganizationHistoryRequest__Output as _keyledger_v1_GetOrganizationHistoryRequest__Output } from '../../keyledger/v1/GetOrganizationHistoryRequest.ts';
import type { GetOrganizationHistoryResponse as _keyledger_v1_GetOrganizationHistoryResponse, GetOrganizationHistoryResponse__Output as _keyledger_v1_GetOrganizationHistoryResponse__Output } from '../../keyledger/v1/GetOrganizationHistoryResponse.ts';
import type { GetOrganizationRequest as _keyledger_v1_GetOrganizationRequest, GetOrganizationRequest__Output as _keyledger_v1_GetOrganizationRequest__Output } from '../../keyledger/v1/GetOrganizationRequest.ts';
import type { GetOrganizationResponse as _keyledger_v1_GetOrganizationResponse, GetOrganizationResponse__Output as _keyledger_v1_GetOrganizationResponse__Output } from '../../keyledger/v1/GetOrganizationResponse.ts';
import type { GetTokenHistoryRequest as _keyledger_v1_GetTokenHistoryRequest, GetTokenHistoryRequest__Output as _keyledger_v1_GetTokenHistoryRequest__Output } from '../../keyledger/v1/GetTokenHistoryRequest.ts';
import type { GetTokenHistoryResponse as _keyledger_v1_GetTokenHistoryResponse, GetTokenHistoryResponse__Output as _keyledger_v1_GetTokenHistoryResponse__Output } from '../../keyledger/v1/GetTokenHistoryResponse.ts';
import type { GetWebhookHistoryRequest as _keyledger_v1_GetWebhookHistoryRequest, GetWebhookHistoryRequest__Output as _keyledger_v1_GetWebhookHistoryRequest__Output } from '../../keyledger/v1/GetWebhookHistoryRequest.ts';
import type { GetWebhookHistoryResponse as _keyledger_v1_GetWebhookHistoryResponse, GetWebhookHistoryResponse__Output as _keyledger_v1_GetWebhookHistoryResponse__Output } from '../../keyledger/v1/GetWebhookHistoryResponse.ts';
import type { GetWebhookRequest as _keyledger_v1_GetWebhookRequest, GetWebhookRequest__Output as _keyledger_v1_GetWebhookRequest__Output } from '../../keyledger/v1/GetWebhookRequest.ts';
import type { GetWebhookResponse as _keyledger_v1_GetWebhookResponse, GetWebhookResponse__Output as _keyledger_v1_GetWebhookResponse__Output } from '../../keyledger/v1/GetWebhookResponse.ts';
import type { ListKeysRequest as _keyledger_v1_ListKeysRequest, ListKeysRequest__Output as _keyledger_v1_ListKeysRequest__Output } from '../../keyledger/v1/ListKeysRequest.ts';
import type { ListKeysResponse as _keyledger_v1_ListKeysResponse, ListKeysResponse__Output as _keyledger_v1_ListKeysResponse__Output } from '../../keyledger/v1/ListKeysResponse.ts';
import type { ListMembersRequest as _keyledger_v1_ListMembersRequest, ListMembersRequest__Output as _keyledger_v1_ListMembersRequest__Output } from '../../keyledger/v1/ListMembersRequest.ts';
import type { ListMembersResponse as _keyledger_v1_ListMembersResponse, ListMembersResponse__Output as _keyledger_v1_ListMembersResponse__Output } from '../../keyledger/v1/ListMembersResponse.ts';
import type { ListNoticesRequest as _keyledger_v1_ListNoticesRequest, ListNoticesRequest__Output as _keyledger_v1_ListNoticesRequest__Output } from '../../keyledger/v1/ListNoticesRequest.ts';
import type { ListNoticesResponse as _keyledger_v1_ListNoticesResponse, ListNoticesResponse__Output as _keyledger_v1_ListNoticesResponse__Output } from '../../keyledger/v1/ListNoticesResponse.ts';
import type { ListOrganizationsRequest as _keyledger_v1_ListOrganizationsRequest, ListOrganizationsRequest__Output as _keyledger_v1_ListOrganizationsRequest__Output } from '../../keyledger/v1/ListOrganizationsRequest.ts';
import type { ListOrganizationsResponse as _keyledger_v1_ListOrganizationsResponse, ListOrganizationsResponse__Output as _keyledger_v1_ListOrganizationsResponse__Output } from '../../keyledger/v1/ListOrganizationsResponse.ts';
import type { ListSecurityEventsRequest as _keyledger_v1_ListSecurityEventsRequest, ListSecurityEventsRequest__Output as _keyledger_v1_ListSecurityEventsRequest__Output } from '../../keyledger/v1/ListSecurityEventsRequest.ts';
import type { ListSecurityEventsResponse as _keyledger_v1_ListSecurityEventsResponse, ListSecurityEventsResponse__Output as _keyledger_v1_ListSecurityEventsResponse__Output } from '../../keyledger/v1/ListSecurityEventsResponse.ts';
import type { ListTokensRequest as _keyledger_v1_ListTokensRequest, ListTokensRequest__Output as _keyledger_v1_ListTokensRequest__Output } from '../../keyledger/v1/ListTokensRequest.ts';
import type { ListTokensResponse as _keyledger_v1_ListTokensResponse, ListTokensResponse__Output as _keyledger_v1_ListTokensResponse__Output } from '../../keyledger/v1/ListTokensResponse.ts';
import type { ListWebhooksRequest as _keyledger_v1_ListWebhooksRequest, ListWebhooksRequest__Output as _keyledger_v1_ListWebhooksRequest__Output } from '../../keyledger/v1/ListWebhooksRequest.ts';
import type { ListWebhooksResponse as _keyledger_v1_ListWebhooksResponse, ListWebhooksResponse__Output as _keyledger_v1_ListWebhooksResponse__Output } from '../../keyledger/v1/ListWebhooksResponse.ts';
import type { PauseKeyRequest as _keyledger_v1_PauseKeyRequest, PauseKeyRequest__Output as _keyledger_v1_PauseKeyRequest__Output } from '../../keyledger/v1/PauseKeyRequest.ts';
import type { PauseKeyResponse as _keyledger_v1_PauseKeyResponse, PauseKeyResponse__Output as _keyledger_v1_PauseKeyResponse__Output } from '../../keyledger/v1/PauseKeyResponse.ts';
import type { PauseOrganizationRequest as _keyledger_v1_PauseOrganizationRequest, PauseOrganizationRequest__Output as _keyledger_v1_PauseOrganizationRequest__Output } from '../../keyledger/v1/PauseOrganizationRequest.ts';
import type { PauseOrganizationResponse as _keyledger_v1_PauseOrganizationResponse, PauseOrganizationResponse__Output as _keyledger_v1_PauseOrganizationResponse__Output } from '../../keyledger/v1/PauseOrganizationResponse.ts';
import type { PutMemberRequest as _keyledger_v1_PutMemberRequest, PutMemberRequest__Output as _keyledger_v1_PutMemberRequest__Output } from '../../keyledger/v1/PutMemberRequest.ts';
import type { PutMemberResponse as _keyledger_v1_PutMemberResponse, PutMemberResponse__Output as _keyledger_v1_PutMemberResponse__Output } from '../../keyledger/v1/PutMemberResponse.ts';
import type { RemoveMemberRequest as _keyledger_v1_RemoveMemberRequest, RemoveMemberRequest__Output as _keyledger_v1_RemoveMemberRequest__Output } from '../../keyledger/v1/RemoveMemberRequest.ts';
import type { RemoveMemberResponse as _keyledger_v1_RemoveMemberResponse, RemoveMemberResponse__Output as _keyledger_v1_RemoveMemberResponse__Output } from '../../keyledger/v1/RemoveMemberResponse.ts';
import type { RemoveWebhookRequest as _keyledger_v1_RemoveWebhookRequest, RemoveWebhookRequest__Output as _keyledger_v1_RemoveWebhookRequest__Output } from '../../keyledger/v1/RemoveWebhookRequest.ts';
import type { RemoveWebhookResponse as _keyledger_v1_RemoveWebhookResponse, RemoveWebhookResponse__Output as _keyledger_v1_RemoveWebhookResponse__Output } from '../../keyledger/v1/RemoveWebhookResponse.ts';
import type { ResumeKeyRequest as _keyledger_v1_ResumeKeyRequest, ResumeKeyRequest__Output as _keyledger_v1_ResumeKeyRequest__Output } from '../../keyledger/v1/ResumeKeyRequest.ts';
import type { ResumeKeyResponse as _keyledger_v1_ResumeKeyResponse, ResumeKeyResponse__Output as _keyledger_v1_ResumeKeyResponse__Output } from '../../keyledger/v1/ResumeKeyResponse.ts';
import type { ResumeOrganizationRequest as _keyledger_v1_ResumeOrganizationRequest, ResumeOrganizationRequest__Output as _keyledger_v1_ResumeOrganizationRequest__Output } from '../../keyledger/v1/ResumeOrganizationRequest.ts';
import type { ResumeOrganizationResponse as _keyledger_v1_ResumeOrganizationResponse, ResumeOrganizationResponse__Output as _keyledger_v1_ResumeOrganizationResponse__Output } from '../../keyledger/v1/ResumeOrganizationResponse.ts';
import type { RevokeBySecretRequest as _keyledger_v1_RevokeBySecretRequest, RevokeBySecretRequest__Output as _keyledger_v1_RevokeBySecretRequest__Output } from '../../keyledger/v1/RevokeBySecretRequest.ts';
import type { RevokeBySecretResponse as _keyledger_v1_RevokeBySecretResponse, RevokeBySecretResponse__Output as _keyledger_v1_RevokeBySecretResponse__Output } from '../../keyledger/v1/RevokeBySecretResponse.ts';
import type { RevokeKeyRequest as _keyledger_v1_RevokeKeyRequest, RevokeKeyRequest__Output as _keyledger_v1_RevokeKeyRequest__Output } from '../../keyledger/v1/RevokeKeyRequest.ts';
import type { RevokeKeyResponse as _keyledger_v1_RevokeKeyResponse, RevokeKeyResponse__Output as _keyledger_v1_RevokeKeyResponse__Output } from '../../keyledger/v1/RevokeKeyResponse.ts';
import type { RevokeTokenRequest as _keyledger_v1_RevokeTokenRequest, RevokeTokenRequest__Output as _keyledger_v1_RevokeTokenRequest__Output } from '../../keyledger/v1/RevokeTokenRequest.ts';
import type { RevokeTokenResponse as _keyledger_v1_RevokeTokenResponse, RevokeTokenResponse__Output as _keyledger_v1_RevokeTokenResponse__Output } from '../../keyledger/v1/RevokeTokenResponse.ts';
import type { RotateKeyRequest as _keyledger_v1_RotateKeyRequest, RotateKeyRequest__Output as _keyledger_v1_RotateKeyRequest__Output } from '../../keyledger/v1/RotateKeyRequest.ts';
import type { RotateKeyResponse as _keyledger_v1_RotateKeyResponse, RotateKeyResponse__Output as _keyledger_v1_RotateKeyResponse__Output } from '../../keyledger/v1/RotateKeyResponse.ts';
import type { TestWebhookRequest as _keyledger_v1_TestWebhookRequest, TestWebhookRequest__Output as _keyledger_v1_TestWebhookRequest__Output } from '../../keyledger/v1/TestWebhookRequest.ts';
import type { TestWebhookResponse as _keyledger_v1_TestWebhookResponse, TestWebhookResponse__Output as _keyledger_v1_TestWebhookResponse__Output } from '../../keyledger/v1/TestWebhookResponse.ts';
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
  
  CreateToken(argument: _keyledger_v1_CreateTokenRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_keyledger_v1_CreateTokenResponse__Output>): grpc.ClientUnaryCall;
  CreateToken(argument: _keyledger_v1_CreateTokenRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_keyledger_v1_CreateTokenResponse__Output>): grpc.ClientUnaryCall;
  CreateToken(argument: _keyledger_v1_CreateTokenRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_keyledger_v1_CreateTokenResponse__Output>): grpc.ClientUnaryCall;
  CreateToken(argument: _keyledger_v1_CreateTokenRequest, callback: grpc.requestCallback<_keyledger_v1_CreateTokenResponse__Output>): grpc.ClientUnaryCall;
  createToken(argument: _keyledger_v1_CreateTokenRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_keyledger_v1_CreateTokenResponse__Output>): grpc.ClientUnaryCall;
  createToken(argument: _keyledger_v1_CreateTokenRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_keyledger_v1_CreateTokenResponse__Output>): grpc.ClientUnaryCall;
  createToken(argument: _keyledger_v1_CreateTokenRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_keyledger_v1_CreateTokenResponse__Output>): grpc.ClientUnaryCall;
  createToken(argument: _keyledger_v1_CreateTokenRequest, callback: grpc.requestCallback<_keyledger_v1_CreateTokenResponse__Output>): grpc.ClientUnaryCall;
  
  CreateWebhook(argument: _keyledger_v1_CreateWebhookRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_keyledger_v1_CreateWebhookResponse__Output>): grpc.ClientUnaryCall;
  CreateWebhook(argument: _keyledger_v1_CreateWebhookRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_keyledger_v1_CreateWebhookResponse__Output>): grpc.ClientUnaryCall;
  CreateWebhook(argument: _keyledger_v1_CreateWebhookRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_keyledger_v1_CreateWebhookResponse__Output>): grpc.ClientUnaryCall;
  CreateWebhook(argument: _keyledger_v1_CreateWebhookRequest, callback: grpc.requestCallback<_keyledger_v1_CreateWebhookResponse__Output>): grpc.ClientUnaryCall;
  createWebhook(argument: _keyledger_v1_CreateWebhookRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_keyledger_v1_CreateWebhookResponse__Output>): grpc.ClientUnaryCall;
  createWebhook(argument: _keyledger_v1_CreateWebhookRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_keyledger_v1_CreateWebhookResponse__Output>): grpc.ClientUnaryCall;
  createWebhook(argument: _keyledger_v1_CreateWebhookRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_keyledger_v1_CreateWebhookResponse__Output>): grpc.ClientUnaryCall;
  createWebhook(argument: _keyledger_v1_CreateWebhookRequest, callback: grpc.requestCallback<_keyledger_v1_CreateWebhookResponse__Output>): grpc.ClientUnaryCall;
  
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
  
  GetKeyUsage(argument: _keyledger_v1_GetKeyUsageRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_keyledger_v1_GetKeyUsageResponse__Output>): grpc.ClientUnaryCall;
  GetKeyUsage(argument: _keyledger_v1_GetKeyUsageRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_keyledger_v1_GetKeyUsageResponse__Output>): grpc.ClientUnaryCall;
  GetKeyUsage(argument: _keyledger_v1_GetKeyUsageRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_keyledger_v1_GetKeyUsageResponse__Output>): grpc.ClientUnaryCall;
  GetKeyUsage(argument: _keyledger_v1_GetKeyUsageRequest, callback: grpc.requestCallback<_keyledger_v1_GetKeyUsageResponse__Output>): grpc.ClientUnaryCall;
  getKeyUsage(argument: _keyledger_v1_GetKeyUsageRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_keyledger_v1_GetKeyUsageResponse__Output>): grpc.ClientUnaryCall;
  getKeyUsage(argument: _keyledger_v1_GetKeyUsageRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_keyledger_v1_GetKeyUsageResponse__Output>): grpc.ClientUnaryCall;
  getKeyUsage(argument: _keyledger_v1_GetKeyUsageRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_keyledger_v1_GetKeyUsageResponse__Output>): grpc.ClientUnaryCall;
  getKeyUsage(argument: _keyledger_v1_GetKeyUsageRequest, callback: grpc.requestCallback<_keyledger_v1_GetKeyUsageResponse__Output>): grpc.ClientUnaryCall;
  
  GetMember(argument: _keyledger_v1_GetMemberRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_keyledger_v1_GetMemberResponse__Output>): grpc.ClientUnaryCall;
  GetMember(argument: _keyledger_v1_GetMemberRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_keyledger_v1_GetMemberResponse__Output>): grpc.ClientUnaryCall;
  GetMember(argument: _keyledger_v1_GetMemberRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_keyledger_v1_GetMemberResponse__Output>): grpc.ClientUnaryCall;
  GetMember(argument: _keyledger_v1_GetMemberRequest, callback: grpc.requestCallback<_keyledger_v1_GetMemberResponse__Output>): grpc.ClientUnaryCall;
  getMember(argument: _keyledger_v1_GetMemberRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_keyledger_v1_GetMemberResponse__Output>): grpc.ClientUnaryCall;
  getMember(argument: _keyledger_v1_GetMemberRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_keyledger_v1_GetMemberResponse__Output>): grpc.ClientUnaryCall;
  getMember(argument: _keyledger_v1_GetMemberRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_keyledger_v1_GetMemberResponse__Output>): grpc.ClientUnaryCall;
  getMember(argument: _keyledger_v1_GetMemberRequest, callback: grpc.requestCallback<_keyledger_v1_GetMemberResponse__Output>): grpc.ClientUnaryCall;
  
  GetMemberHistory(argument: _keyledger_v1_GetMemberHistoryRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_keyledger_v1_GetMemberHistoryResponse__Output>): grpc.ClientUnaryCall;
  GetMemberHistory(argument: _keyledger_v1_GetMemberHistoryRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_keyledger_v1_GetMemberHistoryResponse__Output>): grpc.ClientUnaryCall;
  GetMemberHistory(argument: _keyledger_v1_GetMemberHistoryRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_keyledger_v1_GetMemberHistoryResponse__Output>): grpc.ClientUnaryCall;
  GetMemberHistory(argument: _keyledger_v1_GetMemberHistoryRequest, callback: grpc.requestCallback<_keyledger_v1_GetMemberHistoryResponse__Output>): grpc.ClientUnaryCall;
  getMemberHistory(argument: _keyledger_v1_GetMemberHistoryRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_keyledger_v1_GetMemberHistoryResponse__Output>): grpc.ClientUnaryCall;
  getMemberHistory(argument: _keyledger_v1_GetMemberHistoryRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_keyledger_v1_GetMemberHistoryResponse__Output>): grpc.ClientUnaryCall;
  getMemberHistory(argument: _keyledger_v1_GetMemberHistoryRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_keyledger_v1_GetMemberHistoryResponse__Output>): grpc.ClientUnaryCall;
  getMemberHistory(argument: _keyledger_v1_GetMemberHistoryRequest, callback: grpc.requestCallback<_keyledger_v1_GetMemberHistoryResponse__Output>): grpc.ClientUnaryCall;
  
  GetOrganization(argument: _keyledger_v1_GetOrganizationRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_keyledger_v1_GetOrganizationResponse__Output>): grpc.ClientUnaryCall;
  GetOrganization(argument: _keyledger_v1_GetOrganizationRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_keyledger_v1_GetOrganizationResponse__Output>): grpc.ClientUnaryCall;
  GetOrganization(argument: _keyledger_v1_GetOrganizationRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_keyledger_v1_GetOrganizationResponse__Output>): grpc.ClientUnaryCall;
  GetOrganization(argument: _keyledger_v1_GetOrganizationRequest, callback: grpc.requestCallback<_keyledger_v1_GetOrganizationResponse__Output>): grpc.ClientUnaryCall;
  getOrganization(argument: _keyledger_v1_GetOrganizationRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_keyledger_v1_GetOrganizationResponse__Output>): grpc.ClientUnaryCall;
  getOrganization(argument: _keyledger_v1_GetOrganizationRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_keyledger_v1_GetOrganizationResponse__Output>): grpc.ClientUnaryCall;
  getOrganization(argument: _keyledger_v1_GetOrganizationRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_keyledger_v1_GetOrganizationResponse__Output>): grpc.ClientUnaryCall;
  getOrganization(argument: _keyledger_v1_GetOrganizationRequest, callback: grpc.requestCallback<_keyledger_v1_GetOrganizationResponse__Output>): grpc.ClientUnaryCall;
  
  GetOrganizationHistory(argument: _keyledger_v1_GetOrganizationHistoryRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_keyledger_v1_GetOrganizationHistoryResponse__Output>): grpc.ClientUnaryCall;
  GetOrganizationHistory(argument: _keyledger_v1_GetOrganizationHistoryRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_keyledger_v1_GetOrganizationHistoryResponse__Output>): grpc.ClientUnaryCall;
  GetOrganizationHistory(argument: _keyledger_v1_GetOrganizationHistoryRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_keyledger_v1_GetOrganizationHistoryResponse__Output>): grpc.ClientUnaryCall;
  GetOrganizationHistory(argument: _keyledger_v1_GetOrganizationHistoryRequest, callback: grpc.requestCallback<_keyledger_v1_GetOrganizationHistoryResponse__Output>): grpc.ClientUnaryCall;
  getOrganizationHistory(argument: _keyledger_v1_GetOrganizationHistoryRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_keyledger_v1_GetOrganizationHistoryResponse__Output>): grpc.ClientUnaryCall;
  getOrganizationHistory(argument: _keyledger_v1_GetOrganizationHistoryRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_keyledger_v1_GetOrganizationHistoryResponse__Output>): grpc.ClientUnaryCall;
  getOrganizationHistory(argument: _keyledger_v1_GetOrganizationHistoryRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_keyledger_v1_GetOrganizationHistoryResponse__Output>): grpc.ClientUnaryCall;
  getOrganizationHistory(argument: _keyledger_v1_GetOrganizationHistoryRequest, callback: grpc.requestCallback<_keyledger_v1_GetOrganizationHistoryResponse__Output>): grpc.ClientUnaryCall;
  
  GetTokenHistory(argument: _keyledger_v1_GetTokenHistoryRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_keyledger_v1_GetTokenHistoryResponse__Output>): grpc.ClientUnaryCall;
  GetTokenHistory(argument: _keyledger_v1_GetTokenHistoryRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_keyledger_v1_GetTokenHistoryResponse__Output>): grpc.ClientUnaryCall;
  GetTokenHistory(argument: _keyledger_v1_GetTokenHistoryRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_keyledger_v1_GetTokenHistoryResponse__Output>): grpc.ClientUnaryCall;
  GetTokenHistory(argument: _keyledger_v1_GetTokenHistoryRequest, callback: grpc.requestCallback<_keyledger_v1_GetTokenHistoryResponse__Output>): grpc.ClientUnaryCall;
  getTokenHistory(argument: _keyledger_v1_GetTokenHistoryRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_keyledger_v1_GetTokenHistoryResponse__Output>): grpc.ClientUnaryCall;
  getTokenHistory(argument: _keyledger_v1_GetTokenHistoryRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_keyledger_v1_GetTokenHistoryResponse__Output>): grpc.ClientUnaryCall;
  getTokenHistory(argument: _keyledger_v1_GetTokenHistoryRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_keyledger_v1_GetTokenHistoryResponse__Output>): grpc.ClientUnaryCall;
  getTokenHistory(argument: _keyledger_v1_GetTokenHistoryRequest, callback: grpc.requestCallback<_keyledger_v1_GetTokenHistoryResponse__Output>): grpc.ClientUnaryCall;
  
  GetWebhook(argument: _keyledger_v1_GetWebhookRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_keyledger_v1_GetWebhookResponse__Output>): grpc.ClientUnaryCall;
  GetWebhook(argument: _keyledger_v1_GetWebhookRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_keyledger_v1_GetWebhookResponse__Output>): grpc.ClientUnaryCall;
  GetWebhook(argument: _keyledger_v1_GetWebhookRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_keyledger_v1_GetWebhookResponse__Output>): grpc.ClientUnaryCall;
  GetWebhook(argument: _keyledger_v1_GetWebhookRequest, callback: grpc.requestCallback<_keyledger_v1_GetWebhookResponse__Output>): grpc.ClientUnaryCall;
  getWebhook(argument: _keyledger_v1_GetWebhookRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_keyledger_v1_GetWebhookResponse__Output>): grpc.ClientUnaryCall;
  getWebhook(argument: _keyledger_v1_GetWebhookRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_keyledger_v1_GetWebhookResponse__Output>): grpc.ClientUnaryCall;
  getWebhook(argument: _keyledger_v1_GetWebhookRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_keyledger_v1_GetWebhookResponse__Output>): grpc.ClientUnaryCall;
  getWebhook(argument: _keyledger_v1_GetWebhookRequest, callback: grpc.requestCallback<_keyledger_v1_GetWebhookResponse__Output>): grpc.ClientUnaryCall;
  
  GetWebhookHistory(argument: _keyledger_v1_GetWebhookHistoryRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_keyledger_v1_GetWebhookHistoryResponse__Output>): grpc.ClientUnaryCall;
  GetWebhookHistory(argument: _keyledger_v1_GetWebhookHistoryRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_keyledger_v1_GetWebhookHistoryResponse__Output>): grpc.ClientUnaryCall;
  GetWebhookHistory(argument: _keyledger_v1_GetWebhookHistoryRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_keyledger_v1_GetWebhookHistoryResponse__Output>): grpc.ClientUnaryCall;
  GetWebhookHistory(argument: _keyledger_v1_GetWebhookHistoryRequest, callback: grpc.requestCallback<_keyledger_v1_GetWebhookHistoryResponse__Output>): grpc.ClientUnaryCall;
  getWebhookHistory(argument: _keyledger_v1_GetWebhookHistoryRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_keyledger_v1_GetWebhookHistoryResponse__Output>): grpc.ClientUnaryCall;
  getWebhookHistory(argument: _keyledger_v1_GetWebhookHistoryRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_keyledger_v1_GetWebhookHistoryResponse__Output>): grpc.ClientUnaryCall;
  getWebhookHistory(argument: _keyledger_v1_GetWebhookHistoryRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_keyledger_v1_GetWebhookHistoryResponse__Output>): grpc.ClientUnaryCall;
  getWebhookHistory(argument: _keyledger_v1_GetWebhookHistoryRequest, callback: grpc.requestCallback<_keyledger_v1_GetWebhookHistoryResponse__Output>): grpc.ClientUnaryCall;
  
  ListKeys(argument: _keyledger_v1_ListKeysRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_keyledger_v1_ListKeysResponse__Output>): grpc.ClientUnaryCall;
  ListKeys(argument: _keyledger_v1_ListKeysRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_keyledger_v1_ListKeysResponse__Output>): grpc.ClientUnaryCall;
  ListKeys(argument: _keyledger_v1_ListKeysRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_keyledger_v1_ListKeysResponse__Output>): grpc.ClientUnaryCall;
  ListKeys(argument: _keyledger_v1_ListKeysRequest, callback: grpc.requestCallback<_keyledger_v1_ListKeysResponse__Output>): grpc.ClientUnaryCall;
  listKeys(argument: _keyledger_v1_ListKeysRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_keyledger_v1_ListKeysResponse__Output>): grpc.ClientUnaryCall;
  listKeys(argument: _keyledger_v1_ListKeysRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_keyledger_v1_ListKeysResponse__Output>): grpc.ClientUnaryCall;
  listKeys(argument: _keyledger_v1_ListKeysRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_keyledger_v1_ListKeysResponse__Output>): grpc.ClientUnaryCall;
  listKeys(argument: _keyledger_v1_ListKeysRequest, callback: grpc.requestCallback<_keyledger_v1_ListKeysResponse__Output>): grpc.ClientUnaryCall;
  
  ListMembers(argument: _keyledger_v1_ListMembersRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_keyledger_v1_ListMembersResponse__Output>): grpc.ClientUnaryCall;
  ListMembers(argument: _keyledger_v1_ListMembersRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_keyledger_v1_ListMembersResponse__Output>): grpc.ClientUnaryCall;
  ListMembers(argument: _keyledger_v1_ListMembersRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_keyledger_v1_ListMembersResponse__Output>): grpc.ClientUnaryCall;
  ListMembers(argument: _keyledger_v1_ListMembersRequest, callback: grpc.requestCallback<_keyledger_v1_ListMembersResponse__Output>): grpc.ClientUnaryCall;
  listMembers(argument: _keyledger_v1_ListMembersRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_keyledger_v1_ListMembersResponse__Output>): grpc.ClientUnaryCall;
  listMembers(argument: _keyledger_v1_ListMembersRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_keyledger_v1_ListMembersResponse__Output>): grpc.ClientUnaryCall;
  listMembers(argument: _keyledger_v1_ListMembersRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_keyledger_v1_ListMembersResponse__Output>): grpc.ClientUnaryCall;
  listMembers(argument: _keyledger_v1_ListMembersRequest, callback: grpc.requestCallback<_keyledger_v1_ListMembersResponse__Output>): grpc.ClientUnaryCall;
  
  ListNotices(argument: _keyledger_v1_ListNoticesRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_keyledger_v1_ListNoticesResponse__Output>): grpc.ClientUnaryCall;
  ListNotices(argument: _keyledger_v1_ListNoticesRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_keyledger_v1_ListNoticesResponse__Output>): grpc.ClientUnaryCall;
  ListNotices(argument: _keyledger_v1_ListNoticesRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_keyledger_v1_ListNoticesResponse__Output>): grpc.ClientUnaryCall;
  ListNotices(argument: _keyledger_v1_ListNoticesRequest, callback: grpc.requestCallback<_keyledger_v1_ListNoticesResponse__Output>): grpc.ClientUnaryCall;
  listNotices(argument: _keyledger_v1_ListNoticesRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_keyledger_v1_ListNoticesResponse__Output>): grpc.ClientUnaryCall;
  listNotices(argument: _keyledger_v1_ListNoticesRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_keyledger_v1_ListNoticesResponse__Output>): grpc.ClientUnaryCall;
  listNotices(argument: _keyledger_v1_ListNoticesRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_keyledger_v1_ListNoticesResponse__Output>): grpc.ClientUnaryCall;
  listNotices(argument: _keyledger_v1_ListNoticesRequest, callback: grpc.requestCallback<_keyledger_v1_ListNoticesResponse__Output>): grpc.ClientUnaryCall;
  
  ListOrganizations(argument: _keyledger_v1_ListOrganizationsRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_keyledger_v1_ListOrganizationsResponse__Output>): grpc.ClientUnaryCall;
  ListOrganizations(argument: _keyledger_v1_ListOrganizationsRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_keyledger_v1_ListOrganizationsResponse__Output>): grpc.ClientUnaryCall;
  ListOrganizations(argument: _keyledger_v1_ListOrganizationsRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_keyledger_v1_ListOrganizationsResponse__Output>): grpc.ClientUnaryCall;
  ListOrganizations(argument: _keyledger_v1_ListOrganizationsRequest, callback: grpc.requestCallback<_keyledger_v1_ListOrganizationsResponse__Output>): grpc.ClientUnaryCall;
  listOrganizations(argument: _keyledger_v1_ListOrganizationsRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_keyledger_v1_ListOrganizationsResponse__Output>): grpc.ClientUnaryCall;
  listOrganizations(argument: _keyledger_v1_ListOrganizationsRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_keyledger_v1_ListOrganizationsResponse__Output>): grpc.ClientUnaryCall;
  listOrganizations(argument: _keyledger_v1_ListOrganizationsRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_keyledger_v1_ListOrganizationsResponse__Output>): grpc.ClientUnaryCall;
  listOrganizations(argument: _keyledger_v1_ListOrganizationsRequest, callback: grpc.requestCallback<_keyledger_v1_ListOrganizationsResponse__Output>): grpc.ClientUnaryCall;
  
  ListSecurityEvents(argument: _keyledger_v1_ListSecurityEventsRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_keyledger_v1_ListSecurityEventsResponse__Output>): grpc.ClientUnaryCall;
  ListSecurityEvents(argument: _keyledger_v1_ListSecurityEventsRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_keyledger_v1_ListSecurityEventsResponse__Output>): grpc.ClientUnaryCall;
  ListSecurityEvents(argument: _keyledger_v1_ListSecurityEventsRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_keyledger_v1_ListSecurityEventsResponse__Output>): grpc.ClientUnaryCall;
  ListSecurityEvents(argument: _keyledger_v1_ListSecurityEventsRequest, callback: grpc.requestCallback<_keyledger_v1_ListSecurityEventsResponse__Output>): grpc.ClientUnaryCall;
  listSecurityEvents(argument: _keyledger_v1_ListSecurityEventsRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_keyledger_v1_ListSecurityEventsResponse__Output>): grpc.ClientUnaryCall;
  listSecurityEvents(argument: _keyledger_v1_ListSecurityEventsRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_keyledger_v1_ListSecurityEventsResponse__Output>): grpc.ClientUnaryCall;
  listSecurityEvents(argument: _keyledger_v1_ListSecurityEventsRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_keyledger_v1_ListSecurityEventsResponse__Output>): grpc.ClientUnaryCall;
  listSecurityEvents(argument: _keyledger_v1_ListSecurityEventsRequest, callback: grpc.requestCallback<_keyledger_v1_ListSecurityEventsResponse__Output>): grpc.ClientUnaryCall;
  
  ListTokens(argument: _keyledger_v1_ListTokensRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_keyledger_v1_ListTokensResponse__Output>): grpc.ClientUnaryCall;
  ListTokens(argument: _keyledger_v1_ListTokensRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_keyledger_v1_ListTokensResponse__Output>): grpc.ClientUnaryCall;
  ListTokens(argument: _keyledger_v1_ListTokensRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_keyledger_v1_ListTokensResponse__Output>): grpc.ClientUnaryCall;
  ListTokens(argument: _keyledger_v1_ListTokensRequest, callback: grpc.requestCallback<_keyledger_v1_ListTokensResponse__Output>): grpc.ClientUnaryCall;
  listTokens(argument: _keyledger_v1_ListTokensRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_keyledger_v1_ListTokensResponse__Output>): grpc.ClientUnaryCall;
  listTokens(argument: _keyledger_v1_ListTokensRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_keyledger_v1_ListTokensResponse__Output>): grpc.ClientUnaryCall;
  listTokens(argument: _keyledger_v1_ListTokensRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_keyledger_v1_ListTokensResponse__Output>): grpc.ClientUnaryCall;
  listTokens(argument: _keyledger_v1_ListTokensRequest, callback: grpc.requestCallback<_keyledger_v1_ListTokensResponse__Output>): grpc.ClientUnaryCall;
  
  ListWebhooks(argument: _keyledger_v1_ListWebhooksRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_keyledger_v1_ListWebhooksResponse__Output>): grpc.ClientUnaryCall;
  ListWebhooks(argument: _keyledger_v1_ListWebhooksRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_keyledger_v1_ListWebhooksResponse__Output>): grpc.ClientUnaryCall;
  ListWebhooks(argument: _keyledger_v1_ListWebhooksRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_keyledger_v1_ListWebhooksResponse__Output>): grpc.ClientUnaryCall;
  ListWebhooks(argument: _keyledger_v1_ListWebhooksRequest, callback: grpc.requestCallback<_keyledger_v1_ListWebhooksResponse__Output>): grpc.ClientUnaryCall;
  listWebhooks(argument: _keyledger_v1_ListWebhooksRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_keyledger_v1_ListWebhooksResponse__Output>): grpc.ClientUnaryCall;
  listWebhooks(argument: _keyledger_v1_ListWebhooksRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_keyledger_v1_ListWebhooksResponse__Output>): grpc.ClientUnaryCall;
  listWebhooks(argument: _keyledger_v1_ListWebhooksRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_keyledger_v1_ListWebhooksResponse__Output>): grpc.ClientUnaryCall;
  listWebhooks(argument: _keyledger_v1_ListWebhooksRequest, callback: grpc.requestCallback<_keyledger_v1_ListWebhooksResponse__Output>): grpc.ClientUnaryCall;
  
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
  
  PutMember(argument: _keyledger_v1_PutMemberRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_keyledger_v1_PutMemberResponse__Output>): grpc.ClientUnaryCall;
  PutMember(argument: _keyledger_v1_PutMemberRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_keyledger_v1_PutMemberResponse__Output>): grpc.ClientUnaryCall;
  PutMember(argument: _keyledger_v1_PutMemberRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_keyledger_v1_PutMemberResponse__Output>): grpc.ClientUnaryCall;
  PutMember(argument: _keyledger_v1_PutMemberRequest, callback: grpc.requestCallback<_keyledger_v1_PutMemberResponse__Output>): grpc.ClientUnaryCall;
  putMember(argument: _keyledger_v1_PutMemberRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_keyledger_v1_PutMemberResponse__Output>): grpc.ClientUnaryCall;
  putMember(argument: _keyledger_v1_PutMemberRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_keyledger_v1_PutMemberResponse__Output>): grpc.ClientUnaryCall;
  putMember(argument: _keyledger_v1_PutMemberRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_keyledger_v1_PutMemberResponse__Output>): grpc.ClientUnaryCall;
  putMember(argument: _keyledger_v1_PutMemberRequest, callback: grpc.requestCallback<_keyledger_v1_PutMemberResponse__Output>): grpc.ClientUnaryCall;
  
  RemoveMember(argument: _keyledger_v1_RemoveMemberRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_keyledger_v1_RemoveMemberResponse__Output>): grpc.ClientUnaryCall;
  RemoveMember(argument: _keyledger_v1_RemoveMemberRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_keyledger_v1_RemoveMemberResponse__Output>): grpc.ClientUnaryCall;
  RemoveMember(argument: _keyledger_v1_RemoveMemberRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_keyledger_v1_RemoveMemberResponse__Output>): grpc.ClientUnaryCall;
  RemoveMember(argument: _keyledger_v1_RemoveMemberRequest, callback: grpc.requestCallback<_keyledger_v1_RemoveMemberResponse__Output>): grpc.ClientUnaryCall;
  removeMember(argument: _keyledger_v1_RemoveMemberRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_keyledger_v1_RemoveMemberResponse__Output>): grpc.ClientUnaryCall;
  removeMember(argument: _keyledger_v1_RemoveMemberRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_keyledger_v1_RemoveMemberResponse__Output>): grpc.ClientUnaryCall;
  removeMember(argument: _keyledger_v1_RemoveMemberRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_keyledger_v1_RemoveMemberResponse__Output>): grpc.ClientUnaryCall;
  removeMember(argument: _keyledger_v1_RemoveMemberRequest, callback: grpc.requestCallback<_keyledger_v1_RemoveMemberResponse__Output>): grpc.ClientUnaryCall;
  
  RemoveWebhook(argument: _keyledger_v1_RemoveWebhookRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_keyledger_v1_RemoveWebhookResponse__Output>): grpc.ClientUnaryCall;
  RemoveWebhook(argument: _keyledger_v1_RemoveWebhookRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_keyledger_v1_RemoveWebhookResponse__Output>): grpc.ClientUnaryCall;
  RemoveWebhook(argument: _keyledger_v1_RemoveWebhookRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_keyledger_v1_RemoveWebhookResponse__Output>): grpc.ClientUnaryCall;
  RemoveWebhook(argument: _keyledger_v1_RemoveWebhookRequest, callback: grpc.requestCallback<_keyledger_v1_RemoveWebhookResponse__Output>): grpc.ClientUnaryCall;
  removeWebhook(argument: _keyledger_v1_RemoveWebhookRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_keyledger_v1_RemoveWebhookResponse__Output>): grpc.ClientUnaryCall;
  removeWebhook(argument: _keyledger_v1_RemoveWebhookRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_keyledger_v1_RemoveWebhookResponse__Output>): grpc.ClientUnaryCall;
  removeWebhook(argument: _keyledger_v1_RemoveWebhookRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_keyledger_v1_RemoveWebhookResponse__Output>): grpc.ClientUnaryCall;
  removeWebhook(argument: _keyledger_v1_RemoveWebhookRequest, callback: grpc.requestCallback<_keyledger_v1_RemoveWebhookResponse__Output>): grpc.ClientUnaryCall;
  
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
  
  RevokeToken(argument: _keyledger_v1_RevokeTokenRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_keyledger_v1_RevokeTokenResponse__Output>): grpc.ClientUnaryCall;
  RevokeToken(argument: _keyledger_v1_RevokeTokenRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_keyledger_v1_RevokeTokenResponse__Output>): grpc.ClientUnaryCall;
  RevokeToken(argument: _keyledger_v1_RevokeTokenRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_keyledger_v1_RevokeTokenResponse__Output>): grpc.ClientUnaryCall;
  RevokeToken(argument: _keyledger_v1_RevokeTokenRequest, callback: grpc.requestCallback<_keyledger_v1_RevokeTokenResponse__Output>): grpc.ClientUnaryCall;
  revokeToken(argument: _keyledger_v1_RevokeTokenRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_keyledger_v1_RevokeTokenResponse__Output>): grpc.ClientUnaryCall;
  revokeToken(argument: _keyledger_v1_RevokeTokenRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_keyledger_v1_RevokeTokenResponse__Output>): grpc.ClientUnaryCall;
  revokeToken(argument: _keyledger_v1_RevokeTokenRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_keyledger_v1_RevokeTokenResponse__Output>): grpc.ClientUnaryCall;
  revokeToken(argument: _keyledger_v1_RevokeTokenRequest, callback: grpc.requestCallback<_keyledger_v1_RevokeTokenResponse__Output>): grpc.ClientUnaryCall;
  
  RotateKey(argument: _keyledger_v1_RotateKeyRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_keyledger_v1_RotateKeyResponse__Output>): grpc.ClientUnaryCall;
  RotateKey(argument: _keyledger_v1_RotateKeyRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_keyledger_v1_RotateKeyResponse__Output>): grpc.ClientUnaryCall;
  RotateKey(argument: _keyledger_v1_RotateKeyRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_keyledger_v1_RotateKeyResponse__Output>): grpc.ClientUnaryCall;
  RotateKey(argument: _keyledger_v1_RotateKeyRequest, callback: grpc.requestCallback<_keyledger_v1_RotateKeyResponse__Output>): grpc.ClientUnaryCall;
  rotateKey(argument: _keyledger_v1_RotateKeyRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_keyledger_v1_RotateKeyResponse__Output>): grpc.ClientUnaryCall;
  rotateKey(argument: _keyledger_v1_RotateKeyRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_keyledger_v1_RotateKeyResponse__Output>): grpc.ClientUnaryCall;
  rotateKey(argument: _keyledger_v1_RotateKeyRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_keyledger_v1_RotateKeyResponse__Output>): grpc.ClientUnaryCall;
  rotateKey(argument: _keyledger_v1_RotateKeyRequest, callback: grpc.requestCallback<_keyledger_v1_RotateKeyResponse__Output>): grpc.ClientUnaryCall;
  
  TestWebhook(argument: _keyledger_v1_TestWebhookRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_keyledger_v1_TestWebhookResponse__Output>): grpc.ClientUnaryCall;
  TestWebhook(argument: _keyledger_v1_TestWebhookRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_keyledger_v1_TestWebhookResponse__Output>): grpc.ClientUnaryCall;
  TestWebhook(argument: _keyledger_v1_TestWebhookRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_keyledger_v1_TestWebhookResponse__Output>): grpc.ClientUnaryCall;
  TestWebhook(argument: _keyledger_v1_TestWebhookRequest, callback: grpc.requestCallback<_keyledger_v1_TestWebhookResponse__Output>): grpc.ClientUnaryCall;
  testWebhook(argument: _keyledger_v1_TestWebhookRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_keyledger_v1_TestWebhookResponse__Output>): grpc.ClientUnaryCall;
  testWebhook(argument: _keyledger_v1_TestWebhookRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_keyledger_v1_TestWebhookResponse__Output>): grpc.ClientUnaryCall;
  testWebhook(argument: _keyledger_v1_TestWebhookRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_keyledger_v1_TestWebhookResponse__Output>): grpc.ClientUnaryCall;
  testWebhook(argument: _keyledger_v1_TestWebhookRequest, callback: grpc.requestCallback<_keyledger_v1_TestWebhookResponse__Output>): grpc.ClientUnaryCall;
  
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
  
  CreateToken: grpc.handleUnaryCall<_keyledger_v1_CreateTokenRequest__Output, _keyledger_v1_CreateTokenResponse>;
  
  CreateWebhook: grpc.handleUnaryCall<_keyledger_v1_CreateWebhookRequest__Output, _keyledger_v1_CreateWebhookResponse>;
  
  FinishRotation: grpc.handleUnaryCall<_keyledger_v1_FinishRotationRequest__Output, _keyledger_v1_FinishRotationResponse>;
  
  GetKey: grpc.handleUnaryCall<_keyledger_v1_GetKeyRequest__Output, _keyledger_v1_GetKeyResponse>;
  
  GetKeyHistory: grpc.handleUnaryCall<_keyledger_v1_GetKeyHistoryRequest__Output, _keyledger_v1_GetKeyHistoryResponse>;
  
  GetKeyUsage: grpc.handleUnaryCall<_keyledger_v1_GetKeyUsageRequest__Output, _keyledger_v1_GetKeyUsageResponse>;
  
  GetMember: grpc.handleUnaryCall<_keyledger_v1_GetMemberRequest__Output, _keyledger_v1_GetMemberResponse>;
  
  GetMemberHistory: grpc.handleUnaryCall<_keyledger_v1_GetMemberHistoryRequest__Output, _keyledger_v1_GetMemberHistoryResponse>;
  
  GetOrganization: grpc.handleUnaryCall<_keyledger_v1_GetOrganizationRequest__Output, _keyledger_v1_GetOrganizationResponse>;
  
  GetOrganizationHistory: grpc.handleUnaryCall<_keyledger_v1_GetOrganizationHistoryRequest__Output, _keyledger_v1_GetOrganizationHistoryResponse>;
  
  GetTokenHistory: grpc.handleUnaryCall<_keyledger_v1_GetTokenHistoryRequest__Output, _keyledger_v1_GetTokenHistoryResponse>;
  
  GetWebhook: grpc.handleUnaryCall<_keyledger_v1_GetWebhookRequest__Output, _keyledger_v1_GetWebhookResponse>;
  
  GetWebhookHistory: grpc.handleUnaryCall<_keyledger_v1_GetWebhookHistoryRequest__Output, _keyledger_v1_GetWebhookHistoryResponse>;
  
  ListKeys: grpc.handleUnaryCall<_keyledger_v1_ListKeysRequest__Output, _keyledger_v1_ListKeysResponse>;
  
  ListMembers: grpc.handleUnaryCall<_keyledger_v1_ListMembersRequest__Output, _keyledger_v1_ListMembersResponse>;
  
  ListNotices: grpc.handleUnaryCall<_keyledger_v1_ListNoticesRequest__Output, _keyledger_v1_ListNoticesResponse>;
  
  ListOrganizations: grpc.handleUnaryCall<_keyledger_v1_ListOrganizationsRequest__Output, _keyledger_v1_ListOrganizationsResponse>;
  
  ListSecurityEvents: grpc.handleUnaryCall<_keyledger_v1_ListSecurityEventsRequest__Output, _keyledger_v1_ListSecurityEventsResponse>;
  
  ListTokens: grpc.handleUnaryCall<_keyledger_v1_ListTokensRequest__Output, _keyledger_v1_ListTokensResponse>;
  
  ListWebhooks: grpc.handleUnaryCall<_keyledger_v1_ListWebhooksRequest__Output, _keyledger_v1_ListWebhooksResponse>;
  
  PauseKey: grpc.handleUnaryCall<_keyledger_v1_PauseKeyRequest__Output, _keyledger_v1_PauseKeyResponse>;
  
  PauseOrganization: grpc.handleUnaryCall<_keyledger_v1_PauseOrganizationRequest__Output, _keyledger_v1_PauseOrganizationResponse>;
  
  PutMember: grpc.handleUnaryCall<_keyledger_v1_PutMemberRequest__Output, _keyledger_v1_PutMemberResponse>;
  
  RemoveMember: grpc.handleUnaryCall<_keyledger_v1_RemoveMemberRequest__Output, _keyledger_v1_RemoveMemberResponse>;
  
  RemoveWebhook: grpc.handleUnaryCall<_keyledger_v1_RemoveWebhookRequest__Output, _keyledger_v1_RemoveWebhookResponse>;
  
  ResumeKey: grpc.handleUnaryCall<_keyledger_v1_ResumeKeyRequest__Output, _keyledger_v1_ResumeKeyResponse>;
  
  ResumeOrganization: grpc.handleUnaryCall<_keyledger_v1_ResumeOrganizationRequest__Output, _keyledger_v1_ResumeOrganizationResponse>;
  
  RevokeBySecret: grpc.handleUnaryCall<_keyledger_v1_RevokeBySecretRequest__Output, _keyledger_v1_RevokeBySecretResponse>;
  
  RevokeKey: grpc.handleUnaryCall<_keyledger_v1_RevokeKeyRequest__Output, _keyledger_v1_RevokeKeyResponse>;
  
  RevokeToken: grpc.handleUnaryCall<_keyledger_v1_RevokeTokenRequest__Output, _keyledger_v1_RevokeTokenResponse>;
  
  RotateKey: grpc.handleUnaryCall<_keyledger_v1_RotateKeyRequest__Output, _keyledger_v1_RotateKeyResponse>;
  
  TestWebhook: grpc.handleUnaryCall<_keyledger_v1_TestWebhookRequest__Output, _keyledger_v1_TestWebhookResponse>;
  
  UpdateKey: grpc.handleUnaryCall<_keyledger_v1_UpdateKeyRequest__Output, _keyledger_v1_UpdateKeyResponse>;
  
  UpdateOrganization: grpc.handleUnaryCall<_keyledger_v1_UpdateOrganizationRequest__Output, _keyledger_v1_UpdateOrganizationResponse>;
  
}

export interface KeyLifecycleDefinition extends grpc.ServiceDefinition {
  CreateKey: MethodDefinition<_keyledger_v1_CreateKeyRequest, _keyledger_v1_CreateKeyResponse, _keyledger_v1_CreateKeyRequest__Output, _keyledger_v1_CreateKeyResponse__Output>
  CreateOrganization: MethodDefinition<_keyledger_v1_CreateOrganizationRequest, _keyledger_v1_CreateOrganizationResponse, _keyledger_v1_CreateOrganizationRequest__Output, _keyledger_v1_CreateOrganizationResponse__Output>
  CreateToken: MethodDefinition<_keyledger_v1_CreateTokenRequest, _keyledger_v1_CreateTokenResponse, _keyledger_v1_CreateTokenRequest__Output, _keyledger_v1_CreateTokenResponse__Output>
  CreateWebhook: MethodDefinition<_keyledger_v1_CreateWebhookRequest, _keyledger_v1_CreateWebhookResponse, _keyledger_v1_CreateWebhookRequest__Output, _keyledger_v1_CreateWebhookResponse__Output>
  FinishRotation: MethodDefinition<_keyledger_v1_FinishRotationRequest, _keyledger_v1_FinishRotationResponse, _keyledger_v1_FinishRotationRequest__Output, _keyledger_v1_FinishRotationResponse__Output>
  GetKey: MethodDefinition<_keyledger_v1_GetKeyRequest, _keyledger_v1_GetKeyResponse, _keyledger_v1_GetKeyRequest__Output, _keyledger_v1_GetKeyResponse__Output>
  GetKeyHistory: MethodDefinition<_keyledger_v1_GetKeyHistoryRequest, _keyledger_v1_GetKeyHistoryResponse, _keyledger_v1_GetKeyHistoryRequest__Output, _keyledger_v1_GetKeyHistoryResponse__Output>
  GetKeyUsage: MethodDefinition<_keyledger_v1_GetKeyUsageRequest, _keyledger_v1_GetKeyUsageResponse, _keyledger_v1_GetKeyUsageRequest__Output, _keyledger_v1_GetKeyUsageResponse__Output>
  GetMember: MethodDefinition<_keyledger_v1_GetMemberRequest, _keyledger_v1_GetMemberResponse, _keyledger_v1_GetMemberRequest__Output, _keyledger_v1_GetMemberResponse__Output>
  GetMemberHistory: MethodDefinition<_keyledger_v1_GetMemberHistoryRequest, _keyledger_v1_GetMemberHistoryResponse, _keyledger_v1_GetMemberHistoryRequest__Output, _keyledger_v1_GetMemberHistoryResponse__Output>
  GetOrganization: MethodDefinition<_keyledger_v1_GetOrganizationRequest, _keyledger_v1_GetOrganizationResponse, _keyledger_v1_GetOrganizationRequest__Output, _keyledger_v1_GetOrganizationResponse__Output>
  GetOrganizationHistory: MethodDefinition<_keyledger_v1_GetOrganizationHistoryRequest, _keyledger_v1_GetOrganizationHistoryResponse, _keyledger_v1_GetOrganizationHistoryRequest__Output, _keyledger_v1_GetOrganizationHistoryResponse__Output>
  GetTokenHistory: MethodDefinition<_keyledger_v1_GetTokenHistoryRequest, _keyledger_v1_GetTokenHistoryResponse, _keyledger_v1_GetTokenHistoryRequest__Output, _keyledger_v1_GetTokenHistoryResponse__Output>
  GetWebhook: MethodDefinition<_keyledger_v1_GetWebhookRequest, _keyledger_v1_GetWebhookResponse, _keyledger_v1_GetWebhookRequest__Output, _keyledger_v1_GetWebhookResponse__Output>
  GetWebhookHistory: MethodDefinition<_keyledger_v1_GetWebhookHistoryRequest, _keyledger_v1_GetWebhookHistoryResponse, _keyledger_v1_GetWebhookHistoryRequest__Output, _keyledger_v1_GetWebhookHistoryResponse__Output>
  ListKeys: MethodDefinition<_keyledger_v1_ListKeysRequest, _keyledger_v1_ListKeysResponse, _keyledger_v1_ListKeysRequest__Output, _keyledger_v1_ListKeysResponse__Output>
  ListMembers: MethodDefinition<_keyledger_v1_ListMembersRequest, _keyledger_v1_ListMembersResponse, _keyledger_v1_ListMembersRequest__Output, _keyledger_v1_ListMembersResponse__Output>
  ListNotices: MethodDefinition<_keyledger_v1_ListNoticesRequest, _keyledger_v1_ListNoticesResponse, _keyledger_v1_ListNoticesRequest__Output, _keyledger_v1_ListNoticesResponse__Output>
  ListOrganizations: MethodDefinition<_keyledger_v1_ListOrganizationsRequest, _keyledger_v1_ListOrganizationsResponse, _keyledger_v1_ListOrganizationsRequest__Output, _keyledger_v1_ListOrganizationsResponse__Output>
  ListSecurityEvents: MethodDefinition<_keyledger_v1_ListSecurityEventsRequest, _keyledger_v1_ListSecurityEventsResponse, _keyledger_v1_ListSecurityEventsRequest__Output, _keyledger_v1_ListSecurityEventsResponse__Output>
  ListTokens: MethodDefinition<_keyledger_v1_ListTokensRequest, _keyledger_v1_ListTokensResponse, _keyledger_v1_ListTokensRequest__Output, _keyledger_v1_ListTokensResponse__Output>
  ListWebhooks: MethodDefinition<_keyledger_v1_ListWebhooksRequest, _keyledger_v1_ListWebhooksResponse, _keyledger_v1_ListWebhooksRequest__Output, _keyledger_v1_ListWebhooksResponse__Output>
  PauseKey: MethodDefinition<_keyledger_v1_PauseKeyRequest, _keyledger_v1_PauseKeyResponse, _keyledger_v1_PauseKeyRequest__Output, _keyledger_v1_PauseKeyResponse__Output>
  PauseOrganization: MethodDefinition<_keyledger_v1_PauseOrganizationRequest, _keyledger_v1_PauseOrganizationResponse, _keyledger_v1_PauseOrganizationRequest__Output, _keyledger_v1_PauseOrganizationResponse__Output>
  PutMember: MethodDefinition<_keyledger_v1_PutMemberRequest, _keyledger_v1_PutMemberResponse, _keyledger_v1_PutMemberRequest__Output, _keyledger_v1_PutMemberResponse__Output>
  RemoveMember: MethodDefinition<_keyledger_v1_RemoveMemberRequest, _keyledger_v1_RemoveMemberResponse, _keyledger_v1_RemoveMemberRequest__Output, _keyledger_v1_RemoveMemberResponse__Output>
  RemoveWebhook: MethodDefinition<_keyledger_v1_RemoveWebhookRequest, _keyledger_v1_RemoveWebhookResponse, _keyledger_v1_RemoveWebhookRequest__Output, _keyledger_v1_RemoveWebhookResponse__Output>
  ResumeKey: MethodDefinition<_keyledger_v1_ResumeKeyRequest, _keyledger_v1_ResumeKeyResponse, _keyledger_v1_ResumeKeyRequest__Output, _keyledger_v1_ResumeKeyResponse__Output>
  ResumeOrganization: MethodDefinition<_keyledger_v1_ResumeOrganizationRequest, _keyledger_v1_ResumeOrganizationResponse, _keyledger_v1_ResumeOrganizationRequest__Output, _keyledger_v1_ResumeOrganizationResponse__Output>
  RevokeBySecret: MethodDefinition<_keyledger_v1_RevokeBySecretRequest, _keyledger_v1_RevokeBySecretResponse, _keyledger_v1_RevokeBySecretRequest__Output, _keyledger_v1_RevokeBySecretResponse__Output>
  RevokeKey: MethodDefinition<_keyledger_v1_RevokeKeyRequest, _keyledger_v1_RevokeKeyResponse, _keyledger_v1_RevokeKeyRequest__Output, _keyledger_v1_RevokeKeyResponse__Output>
  RevokeToken: MethodDefinition<_keyledger_v1_RevokeTokenRequest, _keyledger_v1_RevokeTokenResponse, _keyledger_v1_RevokeTokenRequest__Output, _keyledger_v1_RevokeTokenResponse__Output>
  RotateKey: MethodDefinition<_keyledger_v1_RotateKeyRequest, _keyledger_v1_RotateKeyResponse, _keyledger_v1_RotateKeyRequest__Output, _keyledger_v1_RotateKeyResponse__Output>
  TestWebhook: MethodDefinition<_keyledger_v1_TestWebhookRequest, _keyledger_v1_TestWebhookResponse, _keyledger_v1_TestWebhookRequest__Output, _keyledger_v1_TestWebhookResponse__Output>
  UpdateKey: MethodDefinition<_keyledger_v1_UpdateKeyRequest, _keyledger_v1_UpdateKeyResponse, _keyledger_v1_UpdateKeyRequest__Output, _keyledger_v1_UpdateKeyResponse__Output>
  UpdateOrganization: MethodDefinition<_keyledger_v1_UpdateOrganizationRequest, _keyledger_v1_UpdateOrganizationResponse, _keyledger_v1_UpdateOrganizationRequest__Output, _keyledger_v1_UpdateOrganizationResponse__Output>
}
