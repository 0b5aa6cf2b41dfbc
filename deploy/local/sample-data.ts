import { readSecret, writeSecret } from './data-folder.ts';
import type { Sample } from './sample.ts';

const ORGANIZATIONS = [
  { slug: 'acme', name: 'Acme' },
  { slug: 'globex', name: 'Globex' },
] as const;

/** Of a demo key that needs a date. */
const EXPIRES_MS = 90 * 86_400_000;

export interface SampleData {
  /** Organization ids by slug. */
  readonly organizations: Readonly<Record<string, string>>;
  /** That of the demo key. */
  readonly environment: string;
}

/** Where a text of the demo key is kept. */
interface Kept {
  readonly demoKeyFile: string;
}

interface Answer {
  readonly status: number;
  readonly body: Record<string, unknown>;
}

/** Makes the sample organizations and the demo key, where they are not there or no longer work. */
export async function makeSampleData(
  authority: string,
  token: string,
  folder: Kept,
  sample: Sample,
): Promise<SampleData> {
  const call = async (method: string, path: string, body?: object): Promise<Answer> => {
    const response = await fetch(`${authority}${path}`, {
      method,
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    return { status: response.status, body: (await response.json()) as Record<string, unknown> };
  };
  const organizations: Record<string, string> = {};
  for (const each of ORGANIZATIONS) organizations[each.slug] = await organization(call, each, sample);
  const environment = await demoKey(call, organizations['acme'] ?? '', folder, sample);
  return { organizations, environment };
}

type Call = (method: string, path: string, body?: object) => Promise<Answer>;

async function organization(call: Call, named: (typeof ORGANIZATIONS)[number], sample: Sample): Promise<string> {
  const { environments } = sample;
  const created = await call('POST', '/v1/organizations', { ...named, environments });
  if (created.status === 201) return String(created.body['id']);
  const found = await idOf(call, named.slug);
  if (found === null)
    throw new Error(`the organization ${named.slug} could not be made: ${JSON.stringify(created.body)}`);
  return found;
}

/** Others may have been made since whose names match too. */
async function idOf(call: Call, slug: string): Promise<string | null> {
  const query = new URLSearchParams({ q: slug, limit: '100' });
  for (;;) {
    const { body } = await call('GET', `/v1/organizations?${query.toString()}`);
    const found = ((body['items'] ?? []) as { id: string; slug: string }[]).find((each) => each.slug === slug);
    if (found !== undefined) return found.id;
    if (typeof body['next_cursor'] !== 'string') return null;
    query.set('cursor', body['next_cursor']);
  }
}

/** A demo key that somebody revoked or paused while trying things out, or that lacks what it needs now, is replaced. */
async function demoKey(call: Call, organizationId: string, folder: Kept, sample: Sample): Promise<string> {
  const { scopes } = sample;
  const present = await readSecret(folder.demoKeyFile);
  if (present !== null) {
    const { body } = await call('POST', '/v1/keys/verify', { secret: present, scopes });
    if (body['allowed'] === true) return String((body['grant'] as { environment: string }).environment);
  }
  const expiry = sample.expires ? { expires_at: new Date(Date.now() + EXPIRES_MS).toISOString() } : {};
  const fields = { name: 'demo', scopes, ...expiry };
  const created = await call('POST', `/v1/organizations/${organizationId}/keys`, fields);
  if (created.status !== 201) throw new Error(`the demo key could not be made: ${JSON.stringify(created.body)}`);
  await writeSecret(folder.demoKeyFile, String(created.body['secret']));
  return String(created.body['environment']);
}
