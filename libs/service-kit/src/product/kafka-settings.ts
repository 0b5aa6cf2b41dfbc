import { choice, flag, text } from '../config/kinds.ts';
import { secret } from '../config/secret.ts';
import type { Rule } from '../config/table.ts';

const TOPIC = /^(?!\.{1,2}$)[A-Za-z0-9._-]{1,249}$/;

/** How a process reaches Kafka, where the ledger is there. */
export const kafkaSettings = {
  topic: text('KEYLEDGER_TOPIC', {
    summary: 'The topic of the ledger',
    default: 'keyledger.ledger.v1',
    pattern: TOPIC,
    form: 'a topic name of 1 to 249 of `A-Z a-z 0-9 . _ -`',
  }),
  usageTopic: text('KEYLEDGER_USAGE_TOPIC', {
    summary: 'The topic of what nodes count, where the ledger is on Kafka',
    default: 'keyledger.usage.v1',
    pattern: TOPIC,
    form: 'a topic name of 1 to 249 of `A-Z a-z 0-9 . _ -`',
  }),
  kafkaTls: flag('KEYLEDGER_KAFKA_TLS', { summary: 'Whether Kafka is reached by TLS', default: 'off' }),
  kafkaTlsCaFile: text('KEYLEDGER_KAFKA_TLS_CA_FILE', {
    summary: 'Certificates (PEM) that the brokers must be signed by; else those of the system',
    form: 'a path',
  }),
  kafkaSaslMechanism: choice('KEYLEDGER_KAFKA_SASL_MECHANISM', ['plain', 'scram-sha-256', 'scram-sha-512'], {
    summary: 'How the process proves to Kafka who it is; not set: it does not',
  }),
  kafkaSaslUsername: text('KEYLEDGER_KAFKA_SASL_USERNAME', { summary: 'The user name for SASL' }),
  kafkaSaslPassword: secret('KEYLEDGER_KAFKA_SASL_PASSWORD', { summary: 'The password for SASL' }),
};

const SASL = ['kafkaSaslMechanism', 'kafkaSaslUsername', 'kafkaSaslPassword'] as const;
const saslNames = SASL.map((key) => kafkaSettings[key].name);

/** SASL is given whole or not at all; a certificate authority is of use with TLS alone. */
export const kafkaRules: readonly Rule<typeof kafkaSettings>[] = [
  {
    of: SASL,
    check(values) {
      const given = SASL.filter((key) => values[key] !== undefined);
      const missing = SASL.find((key) => values[key] === undefined);
      if (given.length === 0 || missing === undefined) return null;
      return { name: kafkaSettings[missing].name, message: `is required too: ${saslNames.join(', ')} go together` };
    },
  },
  {
    of: ['kafkaTls', 'kafkaTlsCaFile'],
    check: ({ kafkaTls, kafkaTlsCaFile }) =>
      kafkaTlsCaFile !== undefined && !kafkaTls
        ? { name: kafkaSettings.kafkaTlsCaFile.name, message: 'is of no use while KEYLEDGER_KAFKA_TLS is off' }
        : null,
  },
];
