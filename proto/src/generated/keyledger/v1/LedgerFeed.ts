// Original file: keyledger/v1/ledger_feed.proto

import type * as grpc from '@grpc/grpc-js'
import type { MethodDefinition } from '@grpc/proto-loader'
import type { BarrierRequest as _keyledger_v1_BarrierRequest, BarrierRequest__Output as _keyledger_v1_BarrierRequest__Output } from '../../keyledger/v1/BarrierRequest.ts';
import type { BarrierResponse as _keyledger_v1_BarrierResponse, BarrierResponse__Output as _keyledger_v1_BarrierResponse__Output } from '../../keyledger/v1/BarrierResponse.ts';
import type { FollowRequest as _keyledger_v1_FollowRequest, FollowRequest__Output as _keyledger_v1_FollowRequest__Output } from '../../keyledger/v1/FollowRequest.ts';
import type { FollowResponse as _keyledger_v1_FollowResponse, FollowResponse__Output as _keyledger_v1_FollowResponse__Output } from '../../keyledger/v1/FollowResponse.ts';
import type { ReportAppliedRequest as _keyledger_v1_ReportAppliedRequest, ReportAppliedRequest__Output as _keyledger_v1_ReportAppliedRequest__Output } from '../../keyledger/v1/ReportAppliedRequest.ts';
import type { ReportAppliedResponse as _keyledger_v1_ReportAppliedResponse, ReportAppliedResponse__Output as _keyledger_v1_ReportAppliedResponse__Output } from '../../keyledger/v1/ReportAppliedResponse.ts';

export interface LedgerFeedClient extends grpc.Client {
  Barrier(argument: _keyledger_v1_BarrierRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_keyledger_v1_BarrierResponse__Output>): grpc.ClientUnaryCall;
  Barrier(argument: _keyledger_v1_BarrierRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_keyledger_v1_BarrierResponse__Output>): grpc.ClientUnaryCall;
  Barrier(argument: _keyledger_v1_BarrierRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_keyledger_v1_BarrierResponse__Output>): grpc.ClientUnaryCall;
  Barrier(argument: _keyledger_v1_BarrierRequest, callback: grpc.requestCallback<_keyledger_v1_BarrierResponse__Output>): grpc.ClientUnaryCall;
  barrier(argument: _keyledger_v1_BarrierRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_keyledger_v1_BarrierResponse__Output>): grpc.ClientUnaryCall;
  barrier(argument: _keyledger_v1_BarrierRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_keyledger_v1_BarrierResponse__Output>): grpc.ClientUnaryCall;
  barrier(argument: _keyledger_v1_BarrierRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_keyledger_v1_BarrierResponse__Output>): grpc.ClientUnaryCall;
  barrier(argument: _keyledger_v1_BarrierRequest, callback: grpc.requestCallback<_keyledger_v1_BarrierResponse__Output>): grpc.ClientUnaryCall;
  
  Follow(argument: _keyledger_v1_FollowRequest, metadata: grpc.Metadata, options?: grpc.CallOptions): grpc.ClientReadableStream<_keyledger_v1_FollowResponse__Output>;
  Follow(argument: _keyledger_v1_FollowRequest, options?: grpc.CallOptions): grpc.ClientReadableStream<_keyledger_v1_FollowResponse__Output>;
  follow(argument: _keyledger_v1_FollowRequest, metadata: grpc.Metadata, options?: grpc.CallOptions): grpc.ClientReadableStream<_keyledger_v1_FollowResponse__Output>;
  follow(argument: _keyledger_v1_FollowRequest, options?: grpc.CallOptions): grpc.ClientReadableStream<_keyledger_v1_FollowResponse__Output>;
  
  ReportApplied(metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_keyledger_v1_ReportAppliedResponse__Output>): grpc.ClientWritableStream<_keyledger_v1_ReportAppliedRequest>;
  ReportApplied(metadata: grpc.Metadata, callback: grpc.requestCallback<_keyledger_v1_ReportAppliedResponse__Output>): grpc.ClientWritableStream<_keyledger_v1_ReportAppliedRequest>;
  ReportApplied(options: grpc.CallOptions, callback: grpc.requestCallback<_keyledger_v1_ReportAppliedResponse__Output>): grpc.ClientWritableStream<_keyledger_v1_ReportAppliedRequest>;
  ReportApplied(callback: grpc.requestCallback<_keyledger_v1_ReportAppliedResponse__Output>): grpc.ClientWritableStream<_keyledger_v1_ReportAppliedRequest>;
  reportApplied(metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_keyledger_v1_ReportAppliedResponse__Output>): grpc.ClientWritableStream<_keyledger_v1_ReportAppliedRequest>;
  reportApplied(metadata: grpc.Metadata, callback: grpc.requestCallback<_keyledger_v1_ReportAppliedResponse__Output>): grpc.ClientWritableStream<_keyledger_v1_ReportAppliedRequest>;
  reportApplied(options: grpc.CallOptions, callback: grpc.requestCallback<_keyledger_v1_ReportAppliedResponse__Output>): grpc.ClientWritableStream<_keyledger_v1_ReportAppliedRequest>;
  reportApplied(callback: grpc.requestCallback<_keyledger_v1_ReportAppliedResponse__Output>): grpc.ClientWritableStream<_keyledger_v1_ReportAppliedRequest>;
  
}

export interface LedgerFeedHandlers extends grpc.UntypedServiceImplementation {
  Barrier: grpc.handleUnaryCall<_keyledger_v1_BarrierRequest__Output, _keyledger_v1_BarrierResponse>;
  
  Follow: grpc.handleServerStreamingCall<_keyledger_v1_FollowRequest__Output, _keyledger_v1_FollowResponse>;
  
  ReportApplied: grpc.handleClientStreamingCall<_keyledger_v1_ReportAppliedRequest__Output, _keyledger_v1_ReportAppliedResponse>;
  
}

export interface LedgerFeedDefinition extends grpc.ServiceDefinition {
  Barrier: MethodDefinition<_keyledger_v1_BarrierRequest, _keyledger_v1_BarrierResponse, _keyledger_v1_BarrierRequest__Output, _keyledger_v1_BarrierResponse__Output>
  Follow: MethodDefinition<_keyledger_v1_FollowRequest, _keyledger_v1_FollowResponse, _keyledger_v1_FollowRequest__Output, _keyledger_v1_FollowResponse__Output>
  ReportApplied: MethodDefinition<_keyledger_v1_ReportAppliedRequest, _keyledger_v1_ReportAppliedResponse, _keyledger_v1_ReportAppliedRequest__Output, _keyledger_v1_ReportAppliedResponse__Output>
}
