import { STATUS_CODES } from 'node:http';
import type { Profile, Route } from '@keyledger/domain';
import { forwardedHeaders, refusalHeaders } from './headers.ts';
import { type Json, reference } from './json.ts';
import { errorOf, possibleCodes } from './possible-codes.ts';

type CodesByStatus = ReadonlyMap<number, readonly string[]>;

/** How the body of every refusal is made (systems.md, "Reason codes"). */
export const ERROR_SCHEMA: Json = {
  type: 'object',
  description: 'Decide by `reason_code`; `message` may change.',
  required: ['error', 'reason_code', 'message', 'field'],
  properties: {
    error: { type: 'string', description: 'The class of the code.' },
    reason_code: { type: 'string' },
    message: { type: 'string' },
    field: { type: ['string', 'null'], description: 'The query parameter that is to blame.' },
  },
};

/** The responses of all routes: what is the same at each of them is there once. */
export class Responses {
  readonly #profile: Profile;
  readonly #errorDocs: string;
  readonly #byRoute: ReadonlyMap<Route, CodesByStatus>;

  /** @param errorDocs the address of the page that explains the codes */
  constructor(profile: Profile, routes: readonly Route[], errorDocs: string) {
    this.#profile = profile;
    this.#errorDocs = errorDocs;
    this.#byRoute = new Map(routes.map((route) => [route, byStatus(profile, route)]));
  }

  /** What routes refer to. */
  components(): Json {
    const [first = new Map<number, readonly string[]>()] = this.#byRoute.values();
    const shared = [...first].filter(([status]) => this.#isShared(status));
    return Object.fromEntries(shared.map(([status, codes]) => [nameOf(status), this.#refusal(status, codes)]));
  }

  of(route: Route): Json {
    const refusals = [...(this.#byRoute.get(route) ?? [])].map(([status, codes]) => {
      const isShared = this.#isShared(status);
      return [status, isShared ? reference('responses', nameOf(status)) : this.#refusal(status, codes)];
    });
    const answer = { description: 'The answer of the service behind.', headers: forwardedHeaders(this.#profile) };
    return { '2XX': answer, ...(Object.fromEntries(refusals) as Json) };
  }

  #isShared(status: number): boolean {
    const all = [...this.#byRoute.values()].map((codes) => codes.get(status)?.join() ?? '');
    return all.every((codes) => codes === all[0]);
  }

  #refusal(status: number, codes: readonly string[]): Json {
    const errors = codes.map((code) => errorOf(code, this.#profile));
    const lines = codes.map(
      (code, index) => `- [\`${code}\`](${this.#errorDocs}#${code}): ${errors[index]?.message ?? ''}`,
    );
    const classes = [...new Set(errors.map(({ error }) => error))];
    const properties = { error: { enum: classes }, reason_code: { enum: codes } };
    return {
      description: lines.join('\n'),
      headers: refusalHeaders(this.#profile, status),
      content: { 'application/json': { schema: { allOf: [reference('schemas', 'Error'), { properties }] } } },
    };
  }
}

/** By ascending status, and in each the codes in the order of checks. */
function byStatus(profile: Profile, route: Route): CodesByStatus {
  const codes = possibleCodes(profile, route);
  const grouped = Map.groupBy(codes, (code) => errorOf(code, profile).status);
  return new Map([...grouped].sort(([a], [b]) => a - b));
}

const nameOf = (status: number): string => (STATUS_CODES[status] ?? String(status)).replaceAll(/[^A-Za-z]/g, '');
