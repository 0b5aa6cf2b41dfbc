/** The value below which this share (0 to 1) of the values lies, by nearest rank. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  const rank = Math.max(1, Math.ceil(share * sorted.length));
  return sorted[rank - 1] ?? Number.NaN;
}

/** The middle one, or the mean of the two in the middle. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const [low, high] = [sorted[Math.ceil(sorted.length / 2) - 1], sorted[Math.floor(sorted.length / 2)]];
  return ((low ?? Number.NaN) + (high ?? Number.NaN)) / 2;
}

/** Each round of one side divided by the same round of the other. */
export const ratios = (ours: readonly number[], peer: readonly number[]): number[] =>
  combine(ours, peer, (a, b) => a / b);

export function combine(
  ours: readonly number[],
  peer: readonly number[],
  by: (ours: number, peer: number) => number,
): number[] {
  return ours.map((value, round) => by(value, peer[round] ?? Number.NaN));
}
