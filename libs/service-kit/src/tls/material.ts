import { X509Certificate, createPrivateKey } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createSecureContext } from 'node:tls';
import type { Setting } from '../config/setting.ts';
import type { Values } from '../config/table.ts';
import { StartRefused } from '../process/start-refused.ts';
import { tlsSettings } from '../product/tls-settings.ts';

/** PEM files as Node's TLS, HTTPS and gRPC servers take them. */
export interface TlsMaterial {
  readonly cert: Buffer;
  readonly key: Buffer;
  /** What the other side must be signed by; undefined: it needs no certificate. */
  readonly ca: Buffer | undefined;
}

const refused = (setting: Setting<unknown>, message: string, cause: unknown): StartRefused =>
  new StartRefused([{ name: setting.name, message }], { cause });

function readPem(setting: Setting<unknown>, path: string): Buffer {
  try {
    return readFileSync(path);
  } catch (error) {
    throw refused(setting, 'names a file that cannot be read', error);
  }
}

/** Each part is tried by itself first, so that the refusal names the file that is to blame. */
function check({ cert, key, ca }: TlsMaterial): void {
  const { tlsCertFile, tlsKeyFile, tlsCaFile } = tlsSettings;
  attempt(tlsCertFile, 'holds no certificate in PEM', () => new X509Certificate(cert));
  attempt(tlsKeyFile, 'holds no private key in PEM', () => createPrivateKey(key));
  attempt(tlsKeyFile, 'does not belong to the certificate', () => createSecureContext({ cert, key }));
  // Node takes a text without certificates for an empty list of authorities.
  if (ca !== undefined) attempt(tlsCaFile, 'holds no certificate in PEM', () => new X509Certificate(ca));
}

function attempt(setting: Setting<unknown>, message: string, use: () => unknown): void {
  try {
    use();
  } catch (error) {
    throw refused(setting, message, error);
  }
}

/**
 * Reads the files of the TLS settings; null where TLS is not asked for.
 * @throws StartRefused that names the setting whose file cannot be used.
 */
export function readTls({ tlsCertFile, tlsKeyFile, tlsCaFile }: Values<typeof tlsSettings>): TlsMaterial | null {
  if (tlsCertFile === undefined || tlsKeyFile === undefined) return null;
  const material = {
    cert: readPem(tlsSettings.tlsCertFile, tlsCertFile),
    key: readPem(tlsSettings.tlsKeyFile, tlsKeyFile),
    ca: tlsCaFile === undefined ? undefined : readPem(tlsSettings.tlsCaFile, tlsCaFile),
  };
  check(material);
  return material;
}
