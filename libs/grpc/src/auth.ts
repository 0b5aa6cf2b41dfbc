import { Metadata, ServerInterceptingCall, type ServerInterceptor } from '@grpc/grpc-js';
import { Fault, type Logger, type Principal } from '@keyledger/ports';
import { type Caller, setCaller } from './caller.ts';
import { statusOf } from './status.ts';

export interface CallGuard {
  /**
   * @param token null: none was sent.
   * @throws Fault `unauthenticated`
   */
  authenticate(token: string | null, address: string): Principal | Promise<Principal>;
  /**
   * @param method such as `keyledger.v1.Verifier/Verify`.
   * @throws Fault `permission_denied`
   */
  authorizeCall(principal: Principal, method: string): void | Promise<void>;
}

/** RFC 6750, section 2.1; longer than any token of ours or of an identity provider. */
const BEARER = /^Bearer +([A-Za-z0-9._~+/=-]{1,8192})$/i;

/** @throws Fault `unauthenticated` where there is a credential, but not exactly one bearer token. */
function tokenOf(metadata: Metadata): string | null {
  const sent = metadata.get('authorization');
  if (sent.length === 0) return null;
  const match = sent.length === 1 ? BEARER.exec(String(sent[0])) : null;
  if (match?.[1] === undefined) throw new Fault('unauthenticated', 'The authorization is not one bearer token.');
  return match[1];
}

/**
 * Lets only authenticated and authorized calls through, of every method that is not open. A stream is admitted again
 * at each message that it asks or tells with, so that it does not outlive the token that opened it.
 */
export function guardInterceptor(
  guard: CallGuard,
  isOpen: (path: string) => boolean,
  logger: Logger,
): ServerInterceptor {
  return (method, call) => {
    if (isOpen(method.path)) return new ServerInterceptingCall(call);
    const address = call.getConnectionInfo().remoteAddress ?? '';
    let token: string | null = null;
    const admit = async (): Promise<Caller> => {
      const principal = await guard.authenticate(token, address);
      await guard.authorizeCall(principal, method.path.slice(1));
      return { principal, address };
    };
    const refuse = (error: unknown): void => call.sendStatus(statusOf(error, logger, method.path));
    const admitMessage = async <T>(message: T, next: (message: T) => void): Promise<void> => {
      await admit();
      next(message);
    };
    const admitAgain = <T>(message: T, next: (message: T) => void): void =>
      void admitMessage(message, next).catch(refuse);
    const onReceiveMetadata = async (metadata: Metadata, next: (metadata: Metadata) => void): Promise<void> => {
      token = tokenOf(metadata);
      // Nothing that runs later, a tracer or a handler, can see or log the credential.
      metadata.remove('authorization');
      setCaller(metadata, await admit());
      next(metadata);
    };
    return new ServerInterceptingCall(call, {
      start: (next) =>
        next({
          onReceiveMetadata: (metadata, pass) => void onReceiveMetadata(metadata, pass).catch(refuse),
          ...(method.requestStream ? { onReceiveMessage: admitAgain } : {}),
        }),
      ...(method.responseStream && !method.requestStream ? { sendMessage: admitAgain } : {}),
    });
  };
}

/** Asked at every stream and call, so that a rotated token is picked up. */
export type TokenProvider = () => string;

export function bearer(token: TokenProvider): Metadata {
  const metadata = new Metadata();
  metadata.set('authorization', `Bearer ${token()}`);
  return metadata;
}
