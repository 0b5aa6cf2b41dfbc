import { describe, expect, it } from 'vitest';
import { readTls } from '../src/index.ts';
import { scratchFile } from './scratch.ts';

const NONE = { tlsCertFile: undefined, tlsKeyFile: undefined, tlsCaFile: undefined };

describe('TLS files', () => {
  it('are none where TLS is not asked for', () => {
    expect(readTls(NONE)).toBeNull();
  });

  it('are refused by the name of the setting when they cannot be read', () => {
    expect(() => readTls({ ...NONE, tlsCertFile: '/nowhere', tlsKeyFile: '/nowhere' })).toThrow(
      'KEYLEDGER_TLS_CERT_FILE: names a file that cannot be read',
    );
  });

  it('are refused by the name of the setting when they hold something else', () => {
    const tlsCertFile = scratchFile('cert.pem', 'no certificate');
    const tlsKeyFile = scratchFile('key.pem', 'no key');
    expect(() => readTls({ ...NONE, tlsCertFile, tlsKeyFile })).toThrow(
      'KEYLEDGER_TLS_CERT_FILE: holds no certificate',
    );
  });
});
