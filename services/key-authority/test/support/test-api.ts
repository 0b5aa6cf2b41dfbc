import type { FastifyInstance, InjectOptions, LightMyRequestResponse } from 'fastify';
import { type AdminServerOptions, createAdminServer } from '../../src/http/index.ts';
import { ADMIN_TOKEN, type TestAuthority, type TestAuthorityOptions, startTestAuthority } from './test-authority.ts';
import { TestLogger } from './test-logger.ts';

export type Json = Record<string, unknown>;
export type Headers = Record<string, string | string[]>;

export interface CallOptions {
  readonly body?: unknown;
  readonly headers?: Headers;
  /** Null: none is sent. */
  readonly token?: string | null;
}

export interface Answer {
  readonly status: number;
  readonly headers: LightMyRequestResponse['headers'];
  readonly text: string;
  readonly body: Json;
}

/** The admin API on a whole authority, called without a socket. */
export interface TestApi extends TestAuthority {
  readonly app: FastifyInstance;
  readonly logger: TestLogger;
  call(method: NonNullable<InjectOptions['method']>, url: string, options?: CallOptions): Promise<Answer>;
  /** Creates one and answers its id. */
  organization(slug: string): Promise<string>;
  /** Creates one and answers what was answered. */
  key(organizationId: string, fields?: Json): Promise<Json & { readonly id: string; readonly secret: string }>;
  /** Creates one and answers its secret. */
  token(organizationId: string, role: string): Promise<string>;
}

const WAIT_MS = 50;

export async function startTestApi(
  server: Partial<AdminServerOptions> = {},
  options: TestAuthorityOptions = {},
): Promise<TestApi> {
  const logger = new TestLogger();
  const started = await startTestAuthority({ logger, ...options });
  const { authority, clock, projector, stop } = started;
  const waitFor: AdminServerOptions['waitFor'] = (position) => projector.waitFor(position, WAIT_MS);
  const app = createAdminServer({ authority, logger, clock, waitFor, ...server });
  await app.ready();
  const call: TestApi['call'] = async (method, url, { body, headers = {}, token = ADMIN_TOKEN } = {}) => {
    const json = body === undefined ? {} : { 'content-type': 'application/json' };
    const authorization = token === null ? {} : { authorization: `Bearer ${token}` };
    const raw = typeof body === 'string' || Buffer.isBuffer(body);
    const payload = body === undefined ? {} : { payload: raw ? body : JSON.stringify(body) };
    const answer = await app.inject({ method, url, headers: { ...json, ...authorization, ...headers }, ...payload });
    const text = answer.payload;
    return {
      status: answer.statusCode,
      headers: answer.headers,
      text,
      body: (text === '' ? {} : JSON.parse(text)) as Json,
    };
  };
  const made = async (url: string, body: Json): Promise<Json> => {
    const answer = await call('POST', url, { body });
    if (answer.status !== 201) throw new Error(`${url}: ${String(answer.status)} ${answer.text}`);
    return answer.body;
  };
  return Object.assign(started, {
    app,
    logger,
    call,
    organization: async (slug: string) => String((await made('/v1/organizations', { name: slug, slug }))['id']),
    key: async (organizationId: string, fields: Json = {}) => {
      const body = { name: 'a key', ...fields };
      return (await made(`/v1/organizations/${organizationId}/keys`, body)) as Awaited<ReturnType<TestApi['key']>>;
    },
    token: async (organizationId: string, role: string) =>
      String((await made(`/v1/organizations/${organizationId}/tokens`, { name: role, role }))['secret']),
    stop: async () => {
      await app.close();
      await stop();
    },
  });
}
