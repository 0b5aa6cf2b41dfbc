// Original file: keyledger/v1/usage.proto

import type * as grpc from '@grpc/grpc-js'
import type { MethodDefinition } from '@grpc/proto-loader'
import type { PublishRequest as _keyledger_v1_PublishRequest, PublishRequest__Output as _keyledger_v1_PublishRequest__Output } from '../../keyledger/v1/PublishRequest.ts';
import type { PublishResponse as _keyledger_v1_PublishResponse, PublishResponse__Output as _keyledger_v1_PublishResponse__Output } from '../../keyledger/v1/PublishResponse.ts';

export interface UsageFeedClient extends grpc.Client {
  Publish(argument: _keyledger_v1_PublishRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_keyledger_v1_PublishResponse__Output>): grpc.ClientUnaryCall;
  Publish(argument: _keyledger_v1_PublishRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_keyledger_v1_PublishResponse__Output>): grpc.ClientUnaryCall;
  Publish(argument: _keyledger_v1_PublishRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_keyledger_v1_PublishResponse__Output>): grpc.ClientUnaryCall;
  Publish(argument: _keyledger_v1_PublishRequest, callback: grpc.requestCallback<_keyledger_v1_PublishResponse__Output>): grpc.ClientUnaryCall;
  publish(argument: _keyledger_v1_PublishRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_keyledger_v1_PublishResponse__Output>): grpc.ClientUnaryCall;
  publish(argument: _keyledger_v1_PublishRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_keyledger_v1_PublishResponse__Output>): grpc.ClientUnaryCall;
  publish(argument: _keyledger_v1_PublishRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_keyledger_v1_PublishResponse__Output>): grpc.ClientUnaryCall;
  publish(argument: _keyledger_v1_PublishRequest, callback: grpc.requestCallback<_keyledger_v1_PublishResponse__Output>): grpc.ClientUnaryCall;
  
}

export interface UsageFeedHandlers extends grpc.UntypedServiceImplementation {
  Publish: grpc.handleUnaryCall<_keyledger_v1_PublishRequest__Output, _keyledger_v1_PublishResponse>;
  
}

export interface UsageFeedDefinition extends grpc.ServiceDefinition {
  Publish: MethodDefinition<_keyledger_v1_PublishRequest, _keyledger_v1_PublishResponse, _keyledger_v1_PublishRequest__Output, _keyledger_v1_PublishResponse__Output>
}
