import { REASON_CODES } from '@keyledger/domain';
import { expect } from 'vitest';
import type { Seen } from '../../../services/api-node/test/kit/recording-upstream.ts';
import type { PlainAnswer, PlainRequest } from '../../kit/keep-alive-client.ts';
import type { Caller } from './callers.ts';
import { type DeclaredRoute, isDeclared } from '../kit/declared-routes.ts';

/** A request that was sent, by whom, and what came back. */
export interface Exchanged {
  readonly asked: PlainRequest;
  readonly caller: Caller;
  /** Whether the key stands where it belongs, once, and as it was given out. */
  readonly isShown: boolean;
  readonly answer: PlainAnswer;
}

/** What an answer must be like, whatever was asked. */
export function expectNoFault({ asked, caller, isShown, answer }: Exchanged): void {
  const { status, body } = answer;
  if (status < 200 || status >= 500) throw new Error(`${String(status)} for ${JSON.stringify(asked)}`);
  const code = /"reason_code":"(\w+)"/.exec(body)?.[1];
  // What is no HTTP has codes of its own.
  if (code === undefined || !(code in REASON_CODES) || !isShown || caller.refusedWith === undefined) return;
  expect(code, JSON.stringify(asked)).toBe(caller.refusedWith);
}

/** That what reached the upstream is what was asked, by whom it may be asked, for a route that is theirs. */
export function expectAllowed(seen: Seen, exchanged: Exchanged, routes: readonly DeclaredRoute[]): void {
  const { asked, caller, isShown, answer } = exchanged;
  const why = JSON.stringify({ asked, seen });
  expect([answer.status, isShown], why).toEqual([200, true]);
  const url = new URL(seen.target, 'http://upstream.example');
  expect([url.host, url.pathname + url.search], why).toEqual(['upstream.example', seen.target]);
  const route = routes.find(({ methods, path }) => methods.includes(seen.method) && path.test(url.pathname));
  expect(caller.routes ?? [], why).toContain(route?.name);
  expect(route !== undefined && isDeclared(route, url.searchParams), why).toBe(true);
  expect(valuesOf(seen, 'x-key-id'), why).toEqual([caller.id]);
  if (caller.origin !== undefined) expect(valuesOf(seen, 'origin'), why).toEqual([caller.origin]);
  expect(JSON.stringify(seen)).not.toContain(caller.secret.slice(-20));
}

const valuesOf = ({ headers }: Seen, name: string): string[] =>
  headers.filter(([each]) => each.replaceAll('_', '-') === name).map(([, value]) => value);
