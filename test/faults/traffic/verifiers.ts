import { setTimeout as delay } from 'node:timers/promises';
import { PLAIN_REQUEST, parsePosition } from '@keyledger/domain';
import { StreamVerifier } from '@keyledger/grpc';
import { isFault, silentLogger } from '@keyledger/ports';
import type { Cluster } from '../../kit/cluster.ts';
import type { SeededRandom } from '../../kit/seeded.ts';
import type { HistoryFile } from '../history/history-file.ts';
import { authorityName, nodeName } from '../system/system.ts';
import type { Keys } from './keys.ts';

/** How one holder is asked; null: nothing was answered. */
type Ask = (secret: string, atLeast: string) => Promise<string | null>;

/** Somebody who goes on asking one holder, one question at a time. */
export interface Asker {
  readonly holder: string;
  readonly ask: Ask;
  readonly pauseMs: number;
  /** Whether a position may be demanded. */
  readonly takesAtLeast?: boolean;
}

const PER_NODE = 4;
const NODE_PAUSE_MS = 22;
const AUTHORITY_PAUSE_MS = 40;
const UNREACHABLE_PAUSE_MS = 100;
const AT_LEAST_SHARE = 0.2;
/** A stopped process may hold an answer back for longer than any fault lasts. */
const PATIENCE_MS = 30_000;

export function nodeAskers(cluster: Cluster): Asker[] {
  return [...cluster.apiNodes.keys()].flatMap((node) => {
    const ask: Ask = async (secret) => {
      const { reasonCode } = await cluster.request(node, secret);
      return reasonCode.startsWith('upstream_') ? '' : reasonCode; // the key was accepted, what stood behind it failed
    };
    return Array.from({ length: PER_NODE }, () => ({ holder: nodeName(node), ask, pauseMs: NODE_PAUSE_MS }));
  });
}

/** By REST and by gRPC. The streams are the caller's to close. */
export function authorityAskers(cluster: Cluster, nodeToken: string): { askers: Asker[]; streams: StreamVerifier[] } {
  const streams: StreamVerifier[] = [];
  const askers = cluster.authorities.flatMap(({ addresses }, authority): Asker[] => {
    const stream = new StreamVerifier({
      endpoints: [addresses['grpc'] ?? ''],
      token: () => nodeToken,
      logger: silentLogger,
      deadlineMs: PATIENCE_MS,
    });
    streams.push(stream);
    const byGrpc: Ask = async (secret) => {
      try {
        return (await stream.verify({ ...PLAIN_REQUEST, secret })).reasonCode;
      } catch (error) {
        if (isFault(error)) return error.code;
        throw error;
      }
    };
    const byRest: Ask = async (secret, atLeast) => {
      const options = atLeast === '' ? {} : { atLeast };
      const { status, body } = await cluster.admin(authority).call('POST', '/v1/keys/verify', { secret }, options);
      return String(status === 200 ? body['reason_code'] : body['code']);
    };
    const shared = { holder: authorityName(authority), pauseMs: AUTHORITY_PAUSE_MS };
    return [
      { ...shared, ask: byGrpc },
      { ...shared, ask: byGrpc },
      { ...shared, ask: byRest, takesAtLeast: true },
    ];
  });
  return { askers, streams };
}

/** Asks until it is told to stop, and records every answer. */
export async function goOnAsking(
  { holder, ask, pauseMs, takesAtLeast = false }: Asker,
  keys: Keys,
  random: SeededRandom,
  history: HistoryFile,
  over: AbortSignal,
): Promise<void> {
  while (!over.aborted) {
    await delay(pauseMs);
    const next = keys.next(holder, random);
    if (next === undefined) continue;
    const { name, text } = next.secret;
    const atLeast = takesAtLeast && random.chance(AT_LEAST_SHARE) ? next.atLeast : '';
    const [wallBefore, start] = [Date.now(), performance.now()];
    const answer = await ask(text, atLeast).catch(() => null);
    const [wallAfter, end] = [Date.now(), performance.now()];
    if (answer === null) {
      await delay(UNREACHABLE_PAUSE_MS);
      continue;
    }
    const demanded = parsePosition(atLeast)?.position;
    history.record({
      kind: 'verify',
      process: holder,
      start,
      end,
      secret: name,
      answer,
      wall: [Math.min(wallBefore, wallAfter), Math.max(wallBefore, wallAfter)],
      ...(demanded === undefined ? {} : { atLeast: demanded }),
    });
  }
}
