/** Does the work at the first call, and answers every later one with the same. A failure is not kept. */
export function once<T>(work: () => T): () => T {
  let done: { readonly value: T } | null = null;
  return () => (done ??= { value: work() }).value;
}
