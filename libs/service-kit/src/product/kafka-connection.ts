import { readFileSync } from 'node:fs';
import type { Values } from '../config/table.ts';
import { StartRefused } from '../process/start-refused.ts';
import type { Endpoint } from './endpoint.ts';
import { kafkaSettings } from './kafka-settings.ts';

/** How to reach the ledger's topic, as a Kafka client takes it. */
export interface KafkaConnection {
  /** `host:port` of some brokers. */
  readonly brokers: readonly string[];
  readonly topic: string;
  readonly ssl?: { readonly ca?: Buffer };
  readonly sasl?: { readonly mechanism: KafkaMechanism; readonly username: string; readonly password: string };
}

type KafkaMechanism = 'plain' | 'scram-sha-256' | 'scram-sha-512';

const address = ({ host, port }: Endpoint): string => `${host.includes(':') ? `[${host}]` : host}:${String(port)}`;

/** @throws StartRefused that names the setting whose file cannot be read. */
export function kafkaConnection(brokers: readonly Endpoint[], settings: Values<typeof kafkaSettings>): KafkaConnection {
  const { topic, kafkaTls, kafkaTlsCaFile, kafkaSaslMechanism, kafkaSaslUsername, kafkaSaslPassword } = settings;
  const hasSasl =
    kafkaSaslMechanism !== undefined && kafkaSaslUsername !== undefined && kafkaSaslPassword !== undefined;
  return {
    brokers: brokers.map(address),
    topic,
    ...(kafkaTls ? { ssl: kafkaTlsCaFile === undefined ? {} : { ca: readCa(kafkaTlsCaFile) } } : {}),
    ...(hasSasl
      ? { sasl: { mechanism: kafkaSaslMechanism, username: kafkaSaslUsername, password: kafkaSaslPassword.reveal() } }
      : {}),
  };
}

function readCa(path: string): Buffer {
  try {
    return readFileSync(path);
  } catch (cause) {
    const problem = { name: kafkaSettings.kafkaTlsCaFile.name, message: 'names a file that cannot be read' };
    throw new StartRefused([problem], { cause });
  }
}
