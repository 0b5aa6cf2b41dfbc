import { type DataFolder, readSecret, writeSecret } from './data-folder.ts';

const ORGANIZATIONS = [
  { slug: 'acme', name: 'Acme' },
  { slug: 'globex', name: 'Globex' },
] as const;

export interface SampleData {
  /** Organization ids by slug. */
  readonly organizations: Readonly<Record<string, string>>;
}

interface Answer {
  readonly status: number;
  readonly body: Record<string, unknown>;
}

/** Makes the sample organizations and the demo key, where they are not there or no longer work. */
export async function makeSampleData(
  authority: string,
  token: string,
  folder: Pick<DataFolder, 'demoKeyFile'>,
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
  for (const sample of ORGANIZATIONS) organizations[sample.slug] = await organization(call, sample);
  await demoKey(call, organizations['acme'] ?? '', folder);
  return { organizations };
}

type Call = (method: string, path: string, body?: object) => Promise<Answer>;

async function organization(call: Call, sample: (typeof ORGANIZATIONS)[number]): Promise<string> {
  const created = await call('POST', '/v1/organizations', { ...sample, environments: ['live', 'test'] });
  if (created.status === 201) return String(created.body['id']);
  const found = await idOf(call, sample.slug);
  if (found === null)
    throw new Error(`the organization ${sample.slug} could not be made: ${JSON.stringify(created.body)}`);
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

/** A demo key that somebody revoked or paused while trying things out is replaced. */
async function demoKey(call: Call, organizationId: string, folder: Pick<DataFolder, 'demoKeyFile'>): Promise<void> {
  const present = await readSecret(folder.demoKeyFile);
  if (present !== null) {
    const verified = await call('POST', '/v1/keys/verify', { secret: present });
    if (verified.body['allowed'] === true) return;
  }
  const created = await call('POST', `/v1/organizations/${organizationId}/keys`, { name: 'demo' });
  if (created.status !== 201) throw new Error(`the demo key could not be made: ${JSON.stringify(created.body)}`);
  await writeSecret(folder.demoKeyFile, String(created.body['secret']));
}
