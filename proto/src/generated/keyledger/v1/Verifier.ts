// Original file: keyledger/v1/verifier.proto

import type * as grpc from '@grpc/grpc-js'
import type { MethodDefinition } from '@grpc/proto-loader'
import type { BatchVerifyRequest as _keyledger_v1_BatchVerifyRequest, BatchVerifyRequest__Output as _keyledger_v1_BatchVerifyRequest__Output } from '../../keyledger/v1/BatchVerifyRequest.ts';
import type { BatchVerifyResponse as _keyledger_v1_BatchVerifyResponse, BatchVerifyResponse__Output as _keyledger_v1_BatchVerifyResponse__Output } from '../../keyledger/v1/BatchVerifyResponse.ts';
import type { VerifyRequest as _keyledger_v1_VerifyRequest, VerifyRequest__Output as _keyledger_v1_VerifyRequest__Output } from '../../keyledger/v1/VerifyRequest.ts';
import type { VerifyResponse as _keyledger_v1_VerifyResponse, VerifyResponse__Output as _keyledger_v1_VerifyResponse__Output } from '../../keyledger/v1/VerifyResponse.ts';
import type { VerifyStreamRequest as _keyledger_v1_VerifyStreamRequest, VerifyStreamRequest__Output as _keyledger_v1_VerifyStreamRequest__Output } from '../../keyledger/v1/VerifyStreamRequest.ts';
import type { VerifyStreamResponse as _keyledger_v1_VerifyStreamResponse, VerifyStreamResponse__Output as _keyledger_v1_VerifyStreamResponse__Output } from '../../keyledger/v1/VerifyStreamResponse.ts';

export interface VerifierClient extends grpc.Client {
  BatchVerify(argument: _keyledger_v1_BatchVerifyRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_keyledger_v1_BatchVerifyResponse__Output>): grpc.ClientUnaryCall;
  BatchVerify(argument: _keyledger_v1_BatchVerifyRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_keyledger_v1_BatchVerifyResponse__Output>): grpc.ClientUnaryCall;
  BatchVerify(argument: _keyledger_v1_BatchVerifyRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_keyledger_v1_BatchVerifyResponse__Output>): grpc.ClientUnaryCall;
  BatchVerify(argument: _keyledger_v1_BatchVerifyRequest, callback: grpc.requestCallback<_keyledger_v1_BatchVerifyResponse__Output>): grpc.ClientUnaryCall;
  batchVerify(argument: _keyledger_v1_BatchVerifyRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_keyledger_v1_BatchVerifyResponse__Output>): grpc.ClientUnaryCall;
  batchVerify(argument: _keyledger_v1_BatchVerifyRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_keyledger_v1_BatchVerifyResponse__Output>): grpc.ClientUnaryCall;
  batchVerify(argument: _keyledger_v1_BatchVerifyRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_keyledger_v1_BatchVerifyResponse__Output>): grpc.ClientUnaryCall;
  batchVerify(argument: _keyledger_v1_BatchVerifyRequest, callback: grpc.requestCallback<_keyledger_v1_BatchVerifyResponse__Output>): grpc.ClientUnaryCall;
  
  Verify(argument: _keyledger_v1_VerifyRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_keyledger_v1_VerifyResponse__Output>): grpc.ClientUnaryCall;
  Verify(argument: _keyledger_v1_VerifyRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_keyledger_v1_VerifyResponse__Output>): grpc.ClientUnaryCall;
  Verify(argument: _keyledger_v1_VerifyRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_keyledger_v1_VerifyResponse__Output>): grpc.ClientUnaryCall;
  Verify(argument: _keyledger_v1_VerifyRequest, callback: grpc.requestCallback<_keyledger_v1_VerifyResponse__Output>): grpc.ClientUnaryCall;
  verify(argument: _keyledger_v1_VerifyRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_keyledger_v1_VerifyResponse__Output>): grpc.ClientUnaryCall;
  verify(argument: _keyledger_v1_VerifyRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_keyledger_v1_VerifyResponse__Output>): grpc.ClientUnaryCall;
  verify(argument: _keyledger_v1_VerifyRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_keyledger_v1_VerifyResponse__Output>): grpc.ClientUnaryCall;
  verify(argument: _keyledger_v1_VerifyRequest, callback: grpc.requestCallback<_keyledger_v1_VerifyResponse__Output>): grpc.ClientUnaryCall;
  
  VerifyStream(metadata: grpc.Metadata, options?: grpc.CallOptions): grpc.ClientDuplexStream<_keyledger_v1_VerifyStreamRequest, _keyledger_v1_VerifyStreamResponse__Output>;
  VerifyStream(options?: grpc.CallOptions): grpc.ClientDuplexStream<_keyledger_v1_VerifyStreamRequest, _keyledger_v1_VerifyStreamResponse__Output>;
  verifyStream(metadata: grpc.Metadata, options?: grpc.CallOptions): grpc.ClientDuplexStream<_keyledger_v1_VerifyStreamRequest, _keyledger_v1_VerifyStreamResponse__Output>;
  verifyStream(options?: grpc.CallOptions): grpc.ClientDuplexStream<_keyledger_v1_VerifyStreamRequest, _keyledger_v1_VerifyStreamResponse__Output>;
  
}

export interface VerifierHandlers extends grpc.UntypedServiceImplementation {
  BatchVerify: grpc.handleUnaryCall<_keyledger_v1_BatchVerifyRequest__Output, _keyledger_v1_BatchVerifyResponse>;
  
  Verify: grpc.handleUnaryCall<_keyledger_v1_VerifyRequest__Output, _keyledger_v1_VerifyResponse>;
  
  VerifyStream: grpc.handleBidiStreamingCall<_keyledger_v1_VerifyStreamRequest__Output, _keyledger_v1_VerifyStreamResponse>;
  
}

export interface VerifierDefinition extends grpc.ServiceDefinition {
  BatchVerify: MethodDefinition<_keyledger_v1_BatchVerifyRequest, _keyledger_v1_BatchVerifyResponse, _keyledger_v1_BatchVerifyRequest__Output, _keyledger_v1_BatchVerifyResponse__Output>
  Verify: MethodDefinition<_keyledger_v1_VerifyRequest, _keyledger_v1_VerifyResponse, _keyledger_v1_VerifyRequest__Output, _keyledger_v1_VerifyResponse__Output>
  VerifyStream: MethodDefinition<_keyledger_v1_VerifyStreamRequest, _keyledger_v1_VerifyStreamResponse, _keyledger_v1_VerifyStreamRequest__Output, _keyledger_v1_VerifyStreamResponse__Output>
}
