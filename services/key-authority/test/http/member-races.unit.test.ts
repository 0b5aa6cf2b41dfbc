import { type OrganizationId, makeMemberId } from '@keyledger/domain';
import { Fault, type LedgerEntry } from '@keyledger/ports';
import { beforeEach, expect, test, vi } from 'vitest';
import { writtenElsewhere } from '../support/elsewhere.ts';
import { type TestApi, startTestApi } from '../support/test-api.ts';

let api: TestApi;
let members: string;
let acme: OrganizationId;

beforeEach(async () => {
  api = await startTestApi();
  acme = (await api.organization('acme')) as OrganizationId;
  members = `/v1/organizations/${acme}/members`;
  return () => api.stop();
});

const put = (subject: string, role: string) => api.call('POST', members, { body: { subject, role } });
const owner = async (subject: string): Promise<string> => String((await put(subject, 'owner')).body['id']);
const current = async () => (await api.call('GET', `${members}?state=active`)).body['items'];

/** Reads what another replica wrote once this one has written, too. */
async function readOnceWritten(size: number, read: () => Promise<void>): Promise<void> {
  await expect.poll(() => api.ledger.size).toBe(size + 1);
  await read();
}

test('two owners who are removed at once, each at a replica of its own, leave one', async () => {
  const [ada, bob] = [await owner('ada'), await owner('bob')];
  const read = await writtenElsewhere(api, bob, 1, { type: 'member.removed' });
  const { size } = api.ledger;
  const asked = api.call('DELETE', `${members}/${ada}`);
  await readOnceWritten(size, read);
  expect(await asked).toMatchObject({ status: 409, body: { code: 'last_owner' } });
  expect(await current()).toMatchObject([{ id: ada, role: 'owner' }]);
});

test.each([
  ['with another role: who is there gets the role', 'operator', 2],
  ['with the same role: who is there stays', 'driver', 1],
] as const)('somebody is added at another replica, %s', async (_, role, version) => {
  const id = makeMemberId(api.clock.now, new Uint8Array(10));
  const event = { type: 'member.added', organizationId: acme, subject: 'ada', role: 'driver' } as const;
  const read = await writtenElsewhere(api, id, 0, event);
  const { size } = api.ledger;
  const asked = put('ada', role);
  await readOnceWritten(size, read);
  expect(await asked).toMatchObject({ status: 200, body: { id, role, version } });
  expect(await current()).toMatchObject([{ id, role }]);
});

test('who may lose the last owner by a copy that is late is not told that nothing was done', async () => {
  const [ada, bob] = [await owner('ada'), await owner('bob')];
  const read = await writtenElsewhere(api, bob, 1, { type: 'member.removed' });
  const { size } = api.ledger;
  const late: LedgerEntry[] = [];
  vi.spyOn(api.ledger, 'append').mockImplementationOnce(async (entry) => {
    late.push(entry);
    throw new Fault('outcome_unknown', 'still on its way');
  });
  const asked = api.call('DELETE', `${members}/${ada}`);
  await readOnceWritten(size, read);
  expect(await asked).toMatchObject({ status: 503, body: { code: 'outcome_unknown' } });
  await owner('cyd');
  for (const entry of late) await api.projector.waitFor(await api.ledger.append(entry), 30_000);
  expect(await current()).toMatchObject([{ subject: 'cyd' }]);
});
