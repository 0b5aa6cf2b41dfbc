import { mkdtemp, readFile, rm } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { startTestApi } from '../../../services/key-authority/test/support/test-api.ts';
import { ADMIN_TOKEN } from '../../../services/key-authority/test/support/test-authority.ts';
import { makeSampleData } from '../sample-data.ts';
import type { Sample } from '../sample.ts';
import { sampleOf } from '../samples.ts';

/** An authority, and what makes sample data at it. */
async function prepared() {
  const api = await startTestApi({}, { commandLimit: { burst: 1_000, perSecond: 1 } });
  onTestFinished(() => api.stop());
  await api.app.listen({ host: '127.0.0.1', port: 0 });
  const { port } = api.app.server.address() as AddressInfo;
  const folder = await mkdtemp(join(tmpdir(), 'keyledger-sample-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const demoKeyFile = join(folder, 'demo-key');
  const make = (sample: Sample) =>
    makeSampleData(`http://127.0.0.1:${String(port)}`, ADMIN_TOKEN, { demoKeyFile }, sample);
  return { api, make, demoKey: () => readFile(demoKeyFile, 'utf8') };
}

it('the sample data are found again, however many newer organizations have similar names', async () => {
  const { api, make } = await prepared();
  const sample = await sampleOf('default');
  const made = await make(sample);
  for (let n = 0; n < 101; n++) await api.organization(`acme-${String(n)}`);
  expect(await make(sample)).toEqual(made);
});

it('a demo key is kept, and replaced where it lacks a scope that it needs since', async () => {
  const { make, demoKey } = await prepared();
  const sample = await sampleOf('default');
  await make(sample);
  const first = await demoKey();
  await make(sample);
  expect(await demoKey()).toBe(first);
  await make({ ...sample, scopes: ['books:read'] });
  expect(await demoKey()).not.toBe(first);
});
