import { mkdtemp, rm } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { startTestApi } from '../../../services/key-authority/test/support/test-api.ts';
import { ADMIN_TOKEN } from '../../../services/key-authority/test/support/test-authority.ts';
import { makeSampleData } from '../sample-data.ts';
import { sampleOf } from '../samples.ts';

it('the sample data are found again, however many newer organizations have similar names', async () => {
  const api = await startTestApi({}, { commandLimit: { burst: 1_000, perSecond: 1 } });
  onTestFinished(() => api.stop());
  await api.app.listen({ host: '127.0.0.1', port: 0 });
  const { port } = api.app.server.address() as AddressInfo;
  const folder = await mkdtemp(join(tmpdir(), 'keyledger-sample-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const make = () =>
    makeSampleData(
      `http://127.0.0.1:${String(port)}`,
      ADMIN_TOKEN,
      { demoKeyFile: join(folder, 'demo-key') },
      sampleOf('default'),
    );
  const made = await make();
  for (let n = 0; n < 101; n++) await api.organization(`acme-${String(n)}`);
  expect(await make()).toEqual(made);
});
