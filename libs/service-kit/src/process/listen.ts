import { StartRefused } from './start-refused.ts';

/** Where a server is to listen, and by which setting. */
export interface ListenAddress {
  readonly host: string;
  /** 0: any that is free. */
  readonly port: number;
  /** The variable that chose the port. */
  readonly setting: string;
}

const REASONS = new Map([
  ['EADDRINUSE', 'is already taken'],
  ['EACCES', 'needs rights that this process does not have'],
  ['EADDRNOTAVAIL', 'is no address of this machine'],
  ['ENOTFOUND', 'cannot be resolved'],
]);

/** Some libraries keep the system's code only within their message. */
function reasonOf(error: unknown): string | undefined {
  const text = error instanceof Error ? `${'code' in error ? String(error.code) : ''} ${error.message}` : '';
  for (const [code, reason] of REASONS) if (text.includes(code)) return reason;
  return undefined;
}

/**
 * Opens a port.
 * @throws StartRefused that names setting, address and port, where they are to blame.
 */
export async function listenOn<T>({ host, port, setting }: ListenAddress, open: () => Promise<T>): Promise<T> {
  try {
    return await open();
  } catch (error) {
    const reason = reasonOf(error);
    if (reason === undefined) throw error;
    const where = host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`;
    throw new StartRefused([{ name: setting, message: `${where} ${reason}` }], { cause: error });
  }
}
