/** Of this many characters one may be wrong, and never more than so many. */
const ONE_IN = 3;
const MOST_STEPS = 3;

/**
 * How many characters must be added, removed or replaced, or neighbours exchanged, to make one text of the other (optimal
 * string alignment).
 */
function distance(a: string, b: string): number {
  let before: readonly number[] = [];
  let row: readonly number[] = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 0; i < a.length; i += 1) {
    const next = [i + 1];
    for (let j = 0; j < b.length; j += 1) {
      const steps = [(row[j] ?? 0) + (a[i] === b[j] ? 0 : 1), (row[j + 1] ?? 0) + 1, (next[j] ?? 0) + 1];
      if (i > 0 && j > 0 && a[i] === b[j - 1] && a[i - 1] === b[j]) steps.push((before[j - 1] ?? 0) + 1);
      next.push(Math.min(...steps));
    }
    [before, row] = [row, next];
  }
  return row.at(-1) ?? 0;
}

/** The known text that was most likely meant; null where none is near. */
export function nearest(text: string, known: Iterable<string>): string | null {
  let best: string | null = null;
  let least = Math.min(MOST_STEPS, Math.floor(text.length / ONE_IN)) + 1;
  for (const candidate of known) {
    const steps = distance(text, candidate);
    if (steps < least) [best, least] = [candidate, steps];
  }
  return best;
}
