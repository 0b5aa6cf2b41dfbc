import { expect } from 'vitest';
import type { Answer, Json, TestApi } from './test-api.ts';

export interface Asked {
  readonly token?: string;
  readonly headers?: Record<string, string>;
  /** Left out: the one of the calls. */
  readonly organization?: string;
}

/** What is asked about the members of one organization. */
export interface MemberCalls {
  put(subject: string, role: string, asked?: Asked, more?: Json): Promise<Answer>;
  remove(id: unknown, asked?: Asked, query?: string): Promise<Answer>;
  /** Adds somebody new and answers their id. */
  added(subject: string, role: string): Promise<string>;
  /** Each as `subject role state`, in the order of the answer. */
  list(query?: string): Promise<string[]>;
}

export function memberCalls(api: TestApi, acme: string): MemberCalls {
  const pathOf = (organization: string): string => `/v1/organizations/${organization}/members`;
  const put: MemberCalls['put'] = (subject, role, { organization = acme, ...options } = {}, more = {}) =>
    api.call('POST', pathOf(organization), { ...options, body: { subject, role, ...more } });
  return {
    put,
    remove: (id, { organization = acme, ...options } = {}, query = '') =>
      api.call('DELETE', `${pathOf(organization)}/${String(id)}${query}`, options),
    added: async (subject, role) => {
      const { status, body } = await put(subject, role);
      expect(status).toBe(201);
      // Ids sort by the time of their creation.
      api.clock.now += 1;
      return String(body['id']);
    },
    list: async (query = '') => {
      const { items } = (await api.call('GET', `${pathOf(acme)}${query}`)).body as { items: Json[] };
      return items.map(({ subject, role, state }) => `${String(subject)} ${String(role)} ${String(state)}`);
    },
  };
}
