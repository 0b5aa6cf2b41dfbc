import {
  type Caller,
  type ErrorAnswer,
  type MissingCode,
  type OwnedResource,
  type ResourceCode,
  type UpstreamCode,
  decideResource,
  errorAnswer,
} from '@keyledger/client/upstream';

/** What may stand behind an API node of one profile. */
export interface System {
  /** What that profile's `forward` tells: a request that does not say it has not come through such a node. */
  readonly forward: Readonly<Record<string, string>>;
  /** The names of its sample resources; each gets an id that says nothing of what it is. */
  readonly resources: readonly string[];
  readonly routes: (sample: Sample) => readonly SystemRoute[];
}

/** Who owns the sample resources, and under which ids they are. */
export interface Sample {
  readonly organizations: Readonly<Record<Owner, string>>;
  readonly idOf: (resource: string) => string;
}

/** The slug of a sample organization. Names of resources are given from where `acme` stands. */
export type Owner = 'acme' | 'globex';

export interface SystemRoute {
  readonly method: 'GET' | 'POST' | 'PATCH';
  readonly path: string;
  readonly handle: (request: SystemRequest) => Answer;
}

export interface SystemRequest {
  readonly caller: Caller;
  readonly params: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  /** The JSON object that was sent; null: none. */
  readonly body: Readonly<Record<string, unknown>> | null;
}

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: object;
}

export const ok = (body: object, status = 200): Answer => ({
  status,
  headers: { 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store' },
  body,
});

export const bytes = (type: string, body: Buffer): Answer => ({
  status: 200,
  headers: { 'content-type': type, 'cache-control': 'no-store' },
  body,
});

export const refused = (code: UpstreamCode): ErrorAnswer => errorAnswer(code);

/** As the API node says it of what it cannot read. */
export const malformed = (field: string | null): Answer => ({
  ...ok({ error: 'bad_request', reason_code: 'malformed_request', message: 'The request is malformed.', field }),
  status: 400,
});

/** Answers with what the caller gets of a resource, or why it gets nothing. */
export function withResource<T extends OwnedResource>(
  caller: Caller,
  found: T | undefined,
  missing: MissingCode,
  answer: (resource: T) => Answer,
  unfit?: (resource: T) => ResourceCode | '',
): Answer {
  const { resource, refusal } = decideResource(caller, found, missing, unfit);
  return refusal === '' ? answer(resource) : refused(refusal);
}

/** Sample resources of one kind, as a table of their names says. */
export function sampleResources<T extends { readonly owner: Owner; readonly demo?: true }>(
  { organizations, idOf }: Sample,
  table: Readonly<Record<string, T>>,
): ReadonlyMap<string, T & OwnedResource & { readonly id: string }> {
  return new Map(
    Object.entries(table).map(([name, fields]) => {
      const id = idOf(name);
      return [id, { ...fields, id, organizationId: organizations[fields.owner], demo: fields.demo === true }];
    }),
  );
}
