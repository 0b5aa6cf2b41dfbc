import type { LifecycleMethod } from '../../support/grpc-call.ts';
import type { Json } from '../../support/test-api.ts';

/** What the rows speak of. */
export interface Things {
  readonly acme: string;
  readonly globex: string;
  /** Of acme, except `outsider`, an owner in globex. */
  readonly tokens: Readonly<Record<'administrator' | 'operator' | 'outsider' | 'owner', string>>;
  readonly tokenId: string;
  /** The only owner of acme. */
  readonly lastOwner: string;
  readonly webhook: string;
  readonly key: string;
  readonly revoked: string;
  /** A position that has not come yet. */
  readonly ahead: string;
}

/** The same command both ways, by whom (null: the operator of it all), and the one end that both have. */
export interface Row {
  readonly title: string;
  readonly by: keyof Things['tokens'] | null;
  readonly rest: readonly [target: string, body?: Json | undefined, headers?: Record<string, string>];
  readonly grpc: readonly [method: LifecycleMethod, request: object];
  readonly code: string;
  readonly fields: readonly string[];
}

export type End = string | readonly [code: string, ...fields: string[]];

export const row = (title: string, by: Row['by'], rest: Row['rest'], grpc: Row['grpc'], end: End): Row => {
  const [code, ...fields] = typeof end === 'string' ? [end] : end;
  return { title, by, rest, grpc, code, fields };
};

export const invalid = (...fields: string[]): End => ['validation_failed', ...fields];
export const DENIED = 'permission_denied';
export const NOT_FOUND = 'not_found';
