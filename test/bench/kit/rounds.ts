export type Side<T> = () => Promise<T>;

/**
 * Measures two sides in turns, A B A B, so that what disturbs the machine for a while disturbs both. One turn each
 * before the first round warms up and is thrown away.
 */
export async function inTurns<A, B>(rounds: number, ours: Side<A>, peer: Side<B>): Promise<{ ours: A[]; peer: B[] }> {
  await ours();
  await peer();
  const results: { ours: A[]; peer: B[] } = { ours: [], peer: [] };
  for (let round = 0; round < rounds; round++) {
    results.ours.push(await ours());
    results.peer.push(await peer());
  }
  return results;
}

/** The same without a peer. */
export async function rounds<T>(count: number, side: Side<T>): Promise<T[]> {
  return (await inTurns(count, side, () => Promise.resolve())).ours;
}
