import { type ChannelCredentials, Client, credentials } from '@grpc/grpc-js';
import type { Logger } from '@keyledger/ports';
import type { TokenProvider } from './auth.ts';

/** PEM texts. Given: TLS, with the system's authorities where `ca` is absent; `key` and `cert` for mutual TLS. */
export interface ClientTls {
  readonly ca?: Buffer;
  readonly key?: Buffer;
  readonly cert?: Buffer;
}

/** How the authorities are reached, and who this process is to them. */
export interface AuthorityAccess {
  /** `host:port` of each, the preferred one first. */
  readonly endpoints: readonly string[];
  readonly token: TokenProvider;
  readonly tls?: ClientTls;
}

export interface AuthorityClientOptions extends AuthorityAccess {
  readonly logger: Logger;
}

/** 256 answers whose grants are as large as limits allow. */
const MAX_ANSWER_BYTES = 32 * 1024 * 1024;

/**
 * One connection of its own to `host:port`, made at the first call. A stream's client that broke is closed and replaced,
 * so that no back-off but ours delays the next try; one that is kept connects again by itself.
 */
export function openClient(endpoint: string, tls: ClientTls | undefined): Client {
  return new Client(endpoint, credentialsOf(tls), {
    'grpc.use_local_subchannel_pool': 1,
    'grpc.enable_channelz': 0,
    // What is asked again, and where, is decided here; grpc-js would keep a copy of every message for it.
    'grpc.enable_retries': 0,
    'grpc.service_config_disable_resolution': 1,
    // Otherwise the process's proxy variables would lead internal calls out.
    'grpc.enable_http_proxy': 0,
    // Of a client that is kept: about as long as our own rests, instead of up to two minutes.
    'grpc.initial_reconnect_backoff_ms': 100,
    'grpc.max_reconnect_backoff_ms': 2_000,
    // A peer that vanished without a word is noticed within 15 s.
    'grpc.keepalive_time_ms': 10_000,
    'grpc.keepalive_timeout_ms': 5_000,
    'grpc.max_receive_message_length': MAX_ANSWER_BYTES,
  });
}

function credentialsOf(tls: ClientTls | undefined): ChannelCredentials {
  if (tls === undefined) return credentials.createInsecure();
  return credentials.createSsl(tls.ca ?? null, tls.key ?? null, tls.cert ?? null);
}
