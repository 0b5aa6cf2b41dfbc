import { type Agent, request } from 'undici';

export interface Answer {
  readonly status: number;
  readonly headers: Record<string, string | string[] | undefined>;
  readonly body: Record<string, unknown>;
}

export interface CallOptions {
  readonly idempotencyKey?: string;
  readonly ifMatch?: string;
  /** A position that the answer must know of. */
  readonly atLeast?: string;
  /** Such as `wait=1`. */
  readonly prefer?: string;
  /** The client gives up; what it asked for may happen all the same. */
  readonly signal?: AbortSignal;
}

/** What a create answers, as far as tests need it. */
export interface MadeKey {
  readonly id: string;
  readonly secret: string;
}

/** Speaks the admin REST API of one authority; every secret that it is told goes to `secrets`. */
export class AdminClient {
  readonly #url: () => string;
  readonly #token: string;
  readonly #secrets: Set<string>;
  readonly #agent: Agent;

  constructor(url: () => string, token: string, secrets: Set<string>, agent: Agent) {
    this.#url = url;
    this.#token = token;
    this.#secrets = secrets;
    this.#agent = agent;
  }

  async call(
    method: 'GET' | 'POST' | 'PATCH' | 'DELETE',
    path: string,
    body?: object,
    options: CallOptions = {},
  ): Promise<Answer> {
    const response = await request(`${this.#url()}${path}`, {
      method,
      dispatcher: this.#agent,
      headers: {
        authorization: `Bearer ${this.#token}`,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(options.idempotencyKey === undefined ? {} : { 'idempotency-key': options.idempotencyKey }),
        ...(options.ifMatch === undefined ? {} : { 'if-match': options.ifMatch }),
        ...(options.atLeast === undefined ? {} : { 'x-keyledger-at-least': options.atLeast }),
        ...(options.prefer === undefined ? {} : { prefer: options.prefer }),
      },
      ...(options.signal === undefined ? {} : { signal: options.signal }),
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.body.text();
    const parsed = (text === '' ? {} : JSON.parse(text)) as Record<string, unknown>;
    if (typeof parsed['secret'] === 'string') this.#secrets.add(parsed['secret']);
    return { status: response.statusCode, headers: response.headers, body: parsed };
  }

  async organization(slug: string, fields: object = {}): Promise<string> {
    const made = await this.call('POST', '/v1/organizations', { name: slug, slug, ...fields });
    if (made.status !== 201) throw new Error(`organization: ${String(made.status)} ${JSON.stringify(made.body)}`);
    return String(made.body['id']);
  }

  async key(organizationId: string, fields: object = {}): Promise<MadeKey> {
    const made = await this.call('POST', `/v1/organizations/${organizationId}/keys`, { name: 'test', ...fields });
    if (made.status !== 201) throw new Error(`key: ${String(made.status)} ${JSON.stringify(made.body)}`);
    return { id: String(made.body['id']), secret: String(made.body['secret']) };
  }

  command(keyId: string, verb: string, body: object = {}, options: CallOptions = {}): Promise<Answer> {
    return this.call('POST', `/v1/keys/${keyId}/${verb}`, body, options);
  }
}
