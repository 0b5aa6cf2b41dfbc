import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Answer, MadeKey } from '../kit/admin-client.ts';
import { agreedKey, expectSameState, wholeList } from '../kit/agreement.ts';
import { type Cluster, freshTopic, startCluster } from '../kit/cluster.ts';
import { eventually } from '../kit/eventually.ts';
import { describeWithKafka } from '../kit/kafka/index.ts';

const ROUNDS = 50;

await describeWithKafka('the same Idempotency-Key at two authorities at once', (bootstrap) => {
  let cluster: Cluster;
  let organization: string;

  beforeAll(async () => {
    const env = { KEYLEDGER_COMMAND_BURST: '100000' };
    cluster = await startCluster({ kafka: { bootstrap, topic: freshTopic() }, authorities: 2, apiNodes: 3, env });
    organization = await cluster.admin().organization('acme');
    await eventually(
      async () => (await cluster.admin(1).call('GET', `/v1/organizations/${organization}`)).status === 200,
    );
  });
  afterAll(() => cluster.stop());

  /** One body to each authority, at once; and the status of both. */
  const both = (path: string, idempotencyKey: string, bodies: readonly [object, object]): Promise<Answer[]> =>
    Promise.all(bodies.map((body, authority) => cluster.admin(authority).call('POST', path, body, { idempotencyKey })));
  const again = (path: string, idempotencyKey: string, body: object): Promise<Answer> =>
    cluster.admin(1).call('POST', path, body, { idempotencyKey });
  const keysPath = (): string => `/v1/organizations/${organization}/keys`;
  const madeKey = async (): Promise<MadeKey> => {
    const key = await cluster.admin().key(organization);
    await eventually(async () => (await cluster.admin(1).call('GET', `/v1/keys/${key.id}`)).status === 200);
    return key;
  };
  const historyTypes = async (keyId: string): Promise<string[]> => {
    await expectSameState(cluster);
    return (await agreedKey(cluster, keyId)).history.map(({ type }) => type);
  };
  const expectAccepted = (secret: string): Promise<true> =>
    eventually(async () => {
      const answers = await cluster.everywhere(secret);
      expect(answers.map(({ reasonCode }) => reasonCode)).toEqual(answers.map(() => ''));
      return true;
    });

  it('creates one key, whose secret one of the answers shows, and a later repeat does not', async () => {
    for (let round = 0; round < ROUNDS; round += 1) {
      const name = `created ${String(round)}`;
      const answers = await both(keysPath(), name, [{ name }, { name }]);
      const [id] = expectOneSecret(answers, 201);
      await expectAccepted(secretOf(answers));
      expect(await historyTypes(id)).toEqual(['key.created']);
      expectWithoutSecret(await again(keysPath(), name, { name }), 201, id);
      expectReused(await again(keysPath(), name, { name: 'another' }));
    }
    const names = (await wholeList<{ name: string }>(cluster.admin(), keysPath())).map((key) => key.name);
    expect(names.toSorted()).toEqual(
      Array.from({ length: ROUNDS }, (_, round) => `created ${String(round)}`).toSorted(),
    );
  });

  it('rotates once, and one of the answers shows the secret that holds', async () => {
    for (let round = 0; round < ROUNDS; round += 1) {
      const { id, secret } = await madeKey();
      const path = `/v1/keys/${id}/rotate`;
      const body = { overlap: round % 2 === 0 ? 'PT0S' : 'PT1H' };
      const answers = await both(path, 'rotation', [body, body]);
      expect(expectOneSecret(answers, 200)).toEqual([id, id]);
      await expectAccepted(secretOf(answers));
      if (round % 2 === 1) await expectAccepted(secret);
      expect(await historyTypes(id)).toEqual(['key.created', 'key.rotated']);
      expectWithoutSecret(await again(path, 'rotation', body), 200, id);
      expectReused(await again(path, 'rotation', { overlap: 'PT2H' }));
    }
  });

  it('revokes once', async () => {
    for (let round = 0; round < ROUNDS; round += 1) {
      const { id, secret } = await madeKey();
      const path = `/v1/keys/${id}/revoke`;
      const body = { reason: 'leaked' };
      const answers = await both(path, 'revocation', [body, body]);
      expect(answers.map(({ status, body: key }) => [status, key['state']])).toEqual([
        [200, 'revoked'],
        [200, 'revoked'],
      ]);
      expect(await historyTypes(id)).toEqual(['key.created', 'key.revoked']);
      await eventually(async () =>
        (await cluster.everywhere(secret)).every(({ reasonCode }) => reasonCode === 'revoked_key'),
      );
      expect((await again(path, 'revocation', body)).status).toBe(200);
      expectReused(await again(path, 'revocation', { reason: 'another' }));
    }
  });

  it('with two different bodies does one of them and refuses the other', async () => {
    for (let round = 0; round < ROUNDS; round += 1) {
      const { id } = await madeKey();
      const answers = await both(`/v1/keys/${id}/rotate`, 'rotation', [{ overlap: 'PT0S' }, { overlap: 'PT1H' }]);
      expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200, 422]));
      for (const answer of answers) if (answer.status === 422) expectReused(answer);
      expect(await historyTypes(id)).toEqual(['key.created', 'key.rotated']);
    }
  });
});

/** Both answer the same key at the same position, and one of them shows its secret. Returns the two ids. */
function expectOneSecret(answers: readonly Answer[], status: number): [string, string] {
  expect(
    answers.map((answer) => answer.status),
    JSON.stringify(answers.map(({ body }) => body)),
  ).toEqual([status, status]);
  const ids = answers.map(({ body }) => String(body['id'])) as [string, string];
  expect(new Set(ids).size).toBe(1);
  expect(new Set(answers.map(({ body }) => body['position'])).size, 'one position').toBe(1);
  expect(answers.filter(({ body }) => typeof body['secret'] === 'string')).toHaveLength(1);
  expect(answers.filter(({ body }) => body['secret'] === null)).toHaveLength(1);
  return ids;
}

const secretOf = (answers: readonly Answer[]): string =>
  String(answers.find(({ body }) => typeof body['secret'] === 'string')?.body['secret']);

function expectWithoutSecret({ status, body }: Answer, expected: number, id: string): void {
  expect([status, body['id'], body['secret']]).toEqual([expected, id, null]);
  expect(body['note']).toMatch(/rotate/i);
}

function expectReused({ status, body }: Answer): void {
  expect([status, body['code']]).toEqual([422, 'idempotency_key_reused']);
}
