import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from '@keyledger/ports';
import { keyLifecycleDefinition } from '@keyledger/proto';
import { type TokenProvider, bearer } from './auth.ts';
import { type ClientTls, openClient } from './channel.ts';
import { Endpoints } from './endpoints.ts';
import { faultOf } from './status.ts';

export interface RevokeBySecretClientOptions {
  readonly endpoints: readonly string[];
  readonly token: TokenProvider;
  readonly logger: Logger;
  readonly tls?: ClientTls;
}

const CALL_DEADLINE_MS = 5_000;
const MAX_TRIES = 30;

/**
 * Hands a leaked secret to an authority. Revoking twice does nothing more, so what failed is simply asked again.
 * @throws Fault `ledger_unavailable` where no authority took it for minutes
 */
export function createRevokeBySecret(
  options: RevokeBySecretClientOptions,
): (secret: string, clientAddress: string | null) => Promise<void> {
  const endpoints = new Endpoints(options.endpoints);
  return async (secret, clientAddress) => {
    for (let tries = 1; ; tries++) {
      const { address, waitMs } = endpoints.next();
      if (waitMs > 0) await sleep(waitMs, undefined, { ref: false });
      try {
        await call(address, options, secret, clientAddress ?? '');
        endpoints.worked(address);
        return;
      } catch (error) {
        const { code, message } = faultOf(error, 'ledger_unavailable');
        endpoints.failed(address);
        options.logger.warn({ endpoint: address, code, message, tries }, 'revoke-by-secret was not taken');
        if (tries === MAX_TRIES) throw faultOf(error, 'ledger_unavailable');
      }
    }
  };
}

function call(
  address: string,
  options: RevokeBySecretClientOptions,
  secret: string,
  clientAddress: string,
): Promise<void> {
  const client = openClient(address, options.tls);
  const { path, requestSerialize, responseDeserialize } = keyLifecycleDefinition.RevokeBySecret;
  const deadline = Date.now() + CALL_DEADLINE_MS;
  return new Promise<void>((resolve, reject) => {
    const request = { secret, clientAddress };
    const done = (error: Error | null): void => (error === null ? resolve() : reject(error));
    client.makeUnaryRequest(
      path,
      requestSerialize,
      responseDeserialize,
      request,
      bearer(options.token),
      { deadline },
      done,
    );
  }).finally(() => client.close());
}
