import { createRequire } from 'node:module';
import { connect as connectPlain, isIP, type Socket } from 'node:net';
import { connect as connectTls, type ConnectionOptions } from 'node:tls';
import { Kafka, type KafkaConfig, type logCreator, logLevel } from 'kafkajs';
import type { Logger } from '@keyledger/ports';
import { stopIdleTimer } from './kafkajs-idle-timer.ts';
import type { KafkaFollowerOptions } from './options.ts';

/** The parts of kafkajs 2.2.4 below its public API: brokers and their requests, without producers and consumer groups. */

/** A request of kafkajs's protocol folder, and how to read its answer. */
export interface ProtocolRequest<T> {
  readonly request: object;
  readonly response: { decode(payload: Buffer): T; parse(decoded: T): T };
  readonly requestTimeout?: number;
  readonly logResponseError?: boolean;
}

export interface Broker {
  isConnected(): boolean;
  /** By the number of a request, once it is connected. */
  readonly versions: Readonly<Record<number, { readonly maxVersion: number } | undefined>> | null;
  readonly connectionPool: { send<T>(request: ProtocolRequest<T>): Promise<T> };
}

interface PartitionMetadata {
  readonly partitionId: number;
  readonly leader: number;
}

export interface Cluster {
  connect(): Promise<void>;
  addTargetTopic(topic: string): Promise<void>;
  findTopicPartitionMetadata(topic: string): readonly PartitionMetadata[];
  findBroker(options: { nodeId: string }): Promise<Broker>;
}

type CreateCluster = (options: { metadataMaxAge: number; allowAutoTopicCreation: boolean }) => Cluster;

interface ProduceRequestOptions {
  readonly acks: -1;
  readonly timeout: number;
  readonly topicData: readonly {
    topic: string;
    partitions: readonly { partition: number; messages: readonly { key: Buffer; value: Buffer }[] }[];
  }[];
}

interface FetchRequestOptions {
  readonly replicaId: -1;
  readonly isolationLevel: 0;
  readonly maxWaitTime: number;
  readonly minBytes: number;
  readonly maxBytes: number;
  readonly topics: readonly {
    topic: string;
    partitions: readonly { partition: number; fetchOffset: string; maxBytes: number }[];
  }[];
}

interface ListOffsetsRequestOptions {
  readonly replicaId: -1;
  readonly isolationLevel: 0;
  readonly topics: readonly { topic: string; partitions: readonly { partition: number; timestamp: string }[] }[];
}

const require = createRequire(import.meta.url);
const requests = 'kafkajs/src/protocol/requests';

/** Fixed versions, which every Kafka since 2.3 speaks: the answers are decoded by this package. */
export const produceV7 = require(`${requests}/produce/v7/request`) as (options: ProduceRequestOptions) => object;
export const fetchV11 = require(`${requests}/fetch/v11/request`) as (options: FetchRequestOptions) => object;
export const listOffsetsV3 = require(`${requests}/listOffsets/v3/request`) as (
  options: ListOffsetsRequestOptions,
) => object;

/** What kafkajs says is detail: this package reports outages in its own words. */
function logTo(logger: Logger): logCreator {
  return () =>
    ({ namespace, log }) =>
      logger.debug({ namespace, broker: log['broker'] as unknown }, `kafkajs: ${log.message}`);
}

/** A configuration in which kafkajs retries nothing: its retries cannot tell what may have been written. */
export function kafkaConfig(options: KafkaFollowerOptions, brokers: readonly string[]): KafkaConfig {
  stopIdleTimer();
  const config: KafkaConfig = {
    brokers: [...brokers],
    clientId: options.clientId,
    connectionTimeout: options.connectionTimeoutMs,
    authenticationTimeout: options.requestTimeoutMs,
    requestTimeout: options.requestTimeoutMs,
    retry: { retries: 0 },
    logLevel: logLevel.ERROR,
    logCreator: logTo(options.logger),
  };
  if (options.ssl !== undefined) config.ssl = options.ssl;
  if (options.sasl !== undefined) config.sasl = { ...options.sasl } as NonNullable<KafkaConfig['sasl']>;
  return config;
}

/** A cluster object, and every socket that it ever opened. */
export interface OwnedCluster {
  readonly cluster: Cluster;
  readonly sockets: ReadonlySet<Socket>;
}

export function createCluster(options: KafkaFollowerOptions, brokers: readonly string[]): OwnedCluster {
  const sockets = new Set<Socket>();
  const socketFactory: NonNullable<KafkaConfig['socketFactory']> = ({ host, port, ssl, onConnect }) => {
    const socket = openSocket(host, port, ssl, onConnect);
    socket.setKeepAlive(true, 60_000);
    socket.setNoDelay(true);
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
    return socket;
  };
  const kafka = new Kafka({ ...kafkaConfig(options, brokers), socketFactory });
  const key = Object.getOwnPropertySymbols(kafka).find((symbol) => symbol.description?.endsWith(':createCluster'));
  if (key === undefined) throw new Error('kafkajs has changed: its cluster is not where it was');
  const create = (kafka as unknown as Record<symbol, CreateCluster>)[key] as CreateCluster;
  return { cluster: create({ metadataMaxAge: 300_000, allowAutoTopicCreation: false }), sockets };
}

function openSocket(host: string, port: number, ssl: ConnectionOptions | undefined, onConnect: () => void): Socket {
  if (!ssl) return connectPlain({ host, port }, onConnect);
  const servername = isIP(host) === 0 ? { servername: host } : {};
  return connectTls({ host, port, ...servername, ...ssl }, onConnect);
}
