import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { clockBehind } from '../kit/clock-behind.ts';
import { type Cluster, type ClusterOptions, freshTopic, startCluster } from '../kit/cluster.ts';
import { eventually } from '../kit/eventually.ts';
import { describeWithKafka } from '../kit/kafka/index.ts';
import { type Message, WebhookReceiver } from '../kit/webhook-receiver.ts';

const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;
const LAST_OF_A_MINUTE_MS = 10_000;
const ENV = {
  KEYLEDGER_USAGE_INTERVAL: '1s',
  KEYLEDGER_WEBHOOKS_INTERVAL: '1s',
  KEYLEDGER_WEBHOOKS_PRIVATE: 'on',
};

interface Registered {
  readonly path: string;
  readonly receiver: WebhookReceiver;
  messages(type: string): readonly Message[];
  /** What the admin API says of it. */
  delivery(): Promise<unknown>;
}

/** A cluster, an organization, and webhooks of it that are received here. */
class Scene {
  readonly cluster: Cluster;
  readonly organization: string;
  readonly #receivers: WebhookReceiver[] = [];

  private constructor(cluster: Cluster, organization: string) {
    this.cluster = cluster;
    this.organization = organization;
  }

  static async start(options: ClusterOptions): Promise<Scene> {
    const cluster = await startCluster({ ...options, env: { ...ENV, ...options.env } });
    return new Scene(cluster, await cluster.admin().organization('acme'));
  }

  async register(fields: object, answers: readonly number[] = []): Promise<Registered> {
    const receiver = await WebhookReceiver.start();
    this.#receivers.push(receiver);
    receiver.answers.push(...answers);
    const path = `/v1/organizations/${this.organization}/webhooks`;
    const made = await this.cluster.admin().call('POST', path, { url: receiver.url, ...fields });
    expect(made.status).toBe(201);
    const own = `${path}/${String(made.body['id'])}`;
    return {
      path: own,
      receiver,
      messages: (type) => receiver.messages(type, String(made.body['secret'])),
      delivery: async () => (await this.cluster.admin().call('GET', own)).body['delivery'],
    };
  }

  expiringKey(): Promise<{ readonly id: string; readonly secret: string }> {
    const expires_at = new Date(Date.now() + DAY_MS).toISOString();
    return this.cluster.admin().key(this.organization, { expires_at });
  }

  async stop(): Promise<void> {
    await this.cluster.stop();
    await Promise.all(this.#receivers.map((receiver) => receiver.stop()));
  }
}

const said = (messages: readonly Message[]) => messages.map(({ data }) => data['key_id']);

describe('webhooks of one authority', () => {
  let scene: Scene;
  let guard: Registered;
  let revoked: { readonly id: string; readonly secret: string };

  beforeAll(async () => {
    // Their minute is over soon.
    scene = await Scene.start({ env: clockBehind((Date.now() + LAST_OF_A_MINUTE_MS) % MINUTE_MS) });
    guard = await scene.register({ kinds: ['security.events'] });
    revoked = await scene.cluster.admin().key(scene.organization);
    await scene.cluster.admin().command(revoked.id, 'revoke');
    expect((await scene.cluster.request(0, revoked.secret)).status).toBe(401);
  }, 120_000);
  afterAll(() => scene.stop(), 60_000);

  it('tell a notice under the id of the attempt that failed before the authority was killed', async () => {
    const hook = await scene.register({ kinds: ['key.expires_soon'] }, [500]);
    const { attempts } = hook.receiver;
    const key = await scene.expiringKey();
    await eventually(() => attempts.length === 1);
    await eventually(async () => ((await hook.delivery()) as { last_failure: unknown }).last_failure !== null);
    const authority = scene.cluster.authorities[0];
    authority?.kill('SIGKILL');
    await authority?.ended;
    await scene.cluster.startAuthority(0);
    await eventually(() => attempts.length === 2, 30_000);
    expect(attempts.map(({ status }) => status)).toEqual([500, 204]);
    expect(new Set(attempts.map(({ id, body }) => `${id} ${body}`)).size).toBe(1);
    const { items } = (await scene.cluster.admin().call('GET', '/v1/notices')).body as { items: { since: string }[] };
    const [, message] = hook.messages('key.expires_soon');
    expect(message).toEqual({ type: 'key.expires_soon', timestamp: items[0]?.since, data: items[0] });
    expect(message?.data['key_id']).toBe(key.id);
    const delivered = { state: 'active', last_delivered_at: expect.any(String), last_failure: null, waiting: 0 };
    await eventually(async () => {
      expect(await hook.delivery()).toMatchObject(delivered);
      return true;
    });
  }, 120_000);

  it('can be tried, and one that wants no more gets no more and says why', async () => {
    const hook = await scene.register({ kinds: ['key.unused'] }, [204, 410]);
    const attempts = async (count: number) => {
      expect((await scene.cluster.admin().call('POST', `${hook.path}/test`)).status).toBe(202);
      await eventually(() => hook.messages('webhook.test').length === count);
    };
    await attempts(1);
    await attempts(2);
    await eventually(async () => {
      expect(await hook.delivery()).toMatchObject({ state: 'disabled', last_failure: { why: 'answered 410' } });
      return true;
    });
    expect((await scene.cluster.admin().call('POST', `${hook.path}/test`)).status).toBe(422);
  }, 60_000);

  it('that were removed get nothing more', async () => {
    const removed = await scene.register({ kinds: ['key.expires_soon'] });
    const kept = await scene.register({ kinds: ['key.expires_soon'] });
    const before = await scene.expiringKey();
    await eventually(() => said(removed.messages('key.expires_soon')).includes(before.id));
    expect((await scene.cluster.admin().call('DELETE', removed.path)).status).toBe(200);
    const after = await scene.expiringKey();
    await eventually(() => said(kept.messages('key.expires_soon')).includes(after.id));
    expect(said(removed.messages('key.expires_soon'))).not.toContain(after.id);
  }, 60_000);

  it('are told of a failed authentication when its minute is over', async () => {
    const [message] = await eventually(() => {
      const messages = guard.messages('security.events');
      return messages.length > 0 && messages;
    }, 150_000);
    expect(message?.data).toMatchObject({
      organization_id: scene.organization,
      events: [{ reason_code: 'revoked_key', category: 'failed_authentication', key_id: revoked.id, count: 1 }],
      omitted: 0,
    });
    expect(guard.receiver.attempts).toHaveLength(1);
  }, 180_000);
});

await describeWithKafka('webhooks of two authorities', (bootstrap) => {
  let scene: Scene;

  beforeAll(async () => {
    scene = await Scene.start({ kafka: { bootstrap, topic: freshTopic() }, authorities: 2, apiNodes: 1 });
  }, 120_000);
  afterAll(() => scene.stop(), 60_000);

  it('get a message from each, under one id and one secret', async () => {
    const hook = await scene.register({ kinds: ['key.expires_soon'] });
    const key = await scene.expiringKey();
    await eventually(() => hook.receiver.attempts.length === 2, 30_000);
    expect(new Set(hook.receiver.attempts.map(({ id }) => id)).size).toBe(1);
    expect(said(hook.messages('key.expires_soon'))).toEqual([key.id, key.id]);
  }, 60_000);
});
