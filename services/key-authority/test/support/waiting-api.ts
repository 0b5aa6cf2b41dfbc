import { type TestApi, startTestApi } from './test-api.ts';
import { TestFreshness } from './test-freshness.ts';

/** An authority whose commands wait for leases until the test says that all have read, and what they are about. */
export interface WaitingApi {
  readonly api: TestApi;
  readonly freshness: TestFreshness;
  /** Aborted: the process stops. */
  readonly stopping: AbortController;
  readonly acme: string;
  /** A key of acme with the scopes `a` and `b`. */
  readonly keyId: string;
}

export async function startWaitingApi(): Promise<WaitingApi> {
  const freshness = new TestFreshness();
  const stopping = new AbortController();
  const api = await startTestApi({}, { freshness, stopping: stopping.signal });
  const acme = await api.organization('acme');
  const { id: keyId } = await api.key(acme, { scopes: ['a', 'b'] });
  return { api, freshness, stopping, acme, keyId };
}
