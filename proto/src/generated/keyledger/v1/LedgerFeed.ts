// Original file: keyledger/v1/ledger_feed.proto

import type * as grpc from '@grpc/grpc-js'
import type { MethodDefinition } from '@grpc/proto-loader'
import type { FollowRequest as _keyledger_v1_FollowRequest, FollowRequest__Output as _keyledger_v1_FollowRequest__Output } from '../../keyledger/v1/FollowRequest.ts';
import type { FollowResponse as _keyledger_v1_FollowResponse, FollowResponse__Output as _keyledger_v1_FollowResponse__Output } from '../../keyledger/v1/FollowResponse.ts';

export interface LedgerFeedClient extends grpc.Client {
  Follow(argument: _keyledger_v1_FollowRequest, metadata: grpc.Metadata, options?: grpc.CallOptions): grpc.ClientReadableStream<_keyledger_v1_FollowResponse__Output>;
  Follow(argument: _keyledger_v1_FollowRequest, options?: grpc.CallOptions): grpc.ClientReadableStream<_keyledger_v1_FollowResponse__Output>;
  follow(argument: _keyledger_v1_FollowRequest, metadata: grpc.Metadata, options?: grpc.CallOptions): grpc.ClientReadableStream<_keyledger_v1_FollowResponse__Output>;
  follow(argument: _keyledger_v1_FollowRequest, options?: grpc.CallOptions): grpc.ClientReadableStream<_keyledger_v1_FollowResponse__Output>;
  
}

export interface LedgerFeedHandlers extends grpc.UntypedServiceImplementation {
  Follow: grpc.handleServerStreamingCall<_keyledger_v1_FollowRequest__Output, _keyledger_v1_FollowResponse>;
  
}

export interface LedgerFeedDefinition extends grpc.ServiceDefinition {
  Follow: MethodDefinition<_keyledger_v1_FollowRequest, _keyledger_v1_FollowResponse, _keyledger_v1_FollowRequest__Output, _keyledger_v1_FollowResponse__Output>
}
