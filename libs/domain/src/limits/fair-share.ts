import type { RateLimit } from '../profile/tier.ts';

/**
 * One node's part of a limit that it cannot share with the others: the same for each of `nodes`, and never less than one
 * request at once. All of them together let through the limit, or one request at once each where that is more; a key
 * whose requests all come to one node has that node's part alone.
 */
export function fairShare(limit: RateLimit, nodes: number): RateLimit {
  if (nodes <= 1) return limit;
  return { ...limit, perHour: limit.perHour / nodes, burst: Math.max(1, limit.burst / nodes) };
}
