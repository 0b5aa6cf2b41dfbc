import { randomInt } from 'node:crypto';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { mutatedRequests } from '../../services/api-node/test/kit/mutated-requests.ts';
import { RecordingUpstream } from '../../services/api-node/test/kit/recording-upstream.ts';
import { KeepAliveClient } from '../kit/keep-alive-client.ts';
import { RunningSystem } from './kit/running-system.ts';
import { type Caller, makeCallers } from './mutated/callers.ts';
import { credentials } from './mutated/credentials.ts';
import { declaredRoutes } from './kit/declared-routes.ts';
import { type Exchanged, expectAllowed, expectNoFault } from './mutated/expected.ts';
import { MEANINGFUL_VALUES, MUTATED_SYSTEMS, type MutatedSystem } from './mutated/kinds.ts';

const REQUESTS_EACH = 5_000;
const CONNECTIONS = 16;
const TEST_WITHIN_MS = 180_000;

const seed = Number(process.env['KEYLEDGER_TEST_SEED'] ?? randomInt(2 ** 31));

const running: AsyncDisposable[] = [];
afterAll(async () => {
  for (const each of running.splice(0).reverse()) await each[Symbol.asyncDispose]();
}, 60_000);

type Drawn = Omit<Exchanged, 'answer'>;

function draw(system: RunningSystem, { paths, parameters }: MutatedSystem, callers: readonly Caller[]): Drawn[] {
  const material = {
    paths: paths.map((path) => path.replaceAll(/\{(\w+)\}/g, (_, name: string) => system.resource(name))),
    parameters,
    values: MEANINGFUL_VALUES,
    secret: callers[0]?.secret ?? '',
  };
  const useful = callers.filter(({ routes }) => routes !== undefined);
  const drawn = fc
    .tuple(
      fc.oneof(fc.constantFrom(...useful), fc.constantFrom(...callers)),
      credentials,
      fc.boolean(),
      mutatedRequests(material),
    )
    .map(([caller, { isShown, lines }, isFromOrigin, { method, target, headers }]) => {
      const origin = isFromOrigin && caller.origin !== undefined ? [`Origin: ${caller.origin}`] : [];
      const all = ['Host: api.example', ...lines(caller.secret), ...origin, ...headers];
      return { caller, isShown, asked: { method, target, headers: all } };
    });
  return fc.sample(drawn, { seed, numRuns: REQUESTS_EACH });
}

async function exchange(client: KeepAliveClient, drawn: readonly Drawn[]): Promise<Exchanged[]> {
  const exchanged: Exchanged[] = [];
  const waiting = drawn.values();
  const work = async (): Promise<void> => {
    for (const each of waiting) exchanged.push({ ...each, answer: await client.send(each.asked) });
  };
  await Promise.all(Array.from({ length: CONNECTIONS }, work));
  return exchanged;
}

describe('of mutated requests', () => {
  it.each(MUTATED_SYSTEMS)(
    '$profile lets in none that it must refuse, fails at none, and logs no secret',
    async (mutated) => {
      console.log(`mutated requests, ${mutated.profile}: KEYLEDGER_TEST_SEED=${String(seed)}`);
      const upstream = await RecordingUpstream.start();
      running.push(upstream);
      const system = await RunningSystem.start(mutated.profile, { KEYLEDGER_UPSTREAM: upstream.url.origin });
      // Fails where a secret was logged.
      running.push({ [Symbol.asyncDispose]: () => system.stop() });
      const callers = await makeCallers(system, mutated.key, mutated.kinds);
      const client = new KeepAliveClient(system.ready.api_node['http'] ?? '', CONNECTIONS);
      const started = performance.now();
      const exchanged = await exchange(client, draw(system, mutated, callers));
      const seconds = (performance.now() - started) / 1_000;
      client.close();

      exchanged.forEach(expectNoFault);
      const byRequestId = new Map(exchanged.map((each) => [each.answer.requestId, each]));
      expect(byRequestId.size).toBe(REQUESTS_EACH);
      const routes = await declaredRoutes(mutated.profile);
      const letIn = new Map<Caller, number>();
      for (const seen of upstream.seen) {
        const [, requestId = ''] = seen.headers.find(([name]) => name === 'x-request-id') ?? [];
        const one = byRequestId.get(requestId);
        if (one === undefined) throw new Error(`nobody was answered for ${JSON.stringify(seen)}`);
        byRequestId.delete(requestId);
        expectAllowed(seen, one, routes);
        letIn.set(one.caller, (letIn.get(one.caller) ?? 0) + 1);
      }
      for (const caller of callers) {
        const count = letIn.get(caller) ?? 0;
        if (caller.routes !== undefined) expect(count).toBeGreaterThan(0);
        // 1,000 an hour are added meanwhile.
        if (caller.burst !== undefined) expect(count).toBeLessThanOrEqual(caller.burst + 1 + (seconds * 1_000) / 3_600);
      }
      expect(upstream.seen.length).toBeGreaterThan(REQUESTS_EACH / 50);
    },
    TEST_WITHIN_MS,
  );
});
