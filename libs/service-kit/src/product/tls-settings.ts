import { text } from '../config/kinds.ts';
import type { Rule } from '../config/table.ts';

/** The certificates of a process; without them it speaks plain HTTP and gRPC. */
export const tlsSettings = {
  tlsCertFile: text('KEYLEDGER_TLS_CERT_FILE', {
    summary: 'The certificate chain (PEM) of this process; not set: no TLS',
    form: 'a path',
  }),
  tlsKeyFile: text('KEYLEDGER_TLS_KEY_FILE', { summary: "The certificate's private key (PEM)", form: 'a path' }),
  tlsCaFile: text('KEYLEDGER_TLS_CA_FILE', {
    summary: 'Certificates (PEM) that the other side must be signed by (mutual TLS)',
    form: 'a path',
  }),
};

/** Certificate and key go together, and a certificate authority is of use only with them. */
export const tlsRules: readonly Rule<typeof tlsSettings>[] = [
  {
    of: ['tlsCertFile', 'tlsKeyFile', 'tlsCaFile'],
    check({ tlsCertFile, tlsKeyFile, tlsCaFile }) {
      if (tlsCertFile === undefined && (tlsKeyFile ?? tlsCaFile) !== undefined) {
        return {
          name: tlsSettings.tlsCertFile.name,
          message: 'is required where another KEYLEDGER_TLS_ setting is given',
        };
      }
      if (tlsCertFile !== undefined && tlsKeyFile === undefined) {
        return { name: tlsSettings.tlsKeyFile.name, message: 'is required where KEYLEDGER_TLS_CERT_FILE is given' };
      }
      return null;
    },
  },
];
