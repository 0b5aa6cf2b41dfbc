const MAX_DEPTH = 32;
/** A string, with the colon that makes it a name; a brace that opens or closes an object. */
const TOKEN = /"[^"\\]*(?:\\.[^"\\]*)*"(\s*:)?|[{}]/g;

/**
 * What JSON.parse lets pass without a word: a name twice in one object, of which readers keep different ones, and
 * `__proto__`. Null: nothing.
 * @param text well-formed JSON
 */
export function nameProblem(text: string): string | null {
  const objects: Set<string>[] = [];
  for (const [token, colon] of text.matchAll(TOKEN)) {
    if (token === '{') objects.push(new Set());
    else if (token === '}') objects.pop();
    else if (colon !== undefined) {
      const name = JSON.parse(token.slice(0, -colon.length)) as string;
      const names = objects.at(-1);
      if (name === '__proto__') return 'The name __proto__ is not allowed in a body.';
      if (names?.has(name)) return 'The body has an object with the same name twice.';
      names?.add(name);
    }
    if (objects.length > MAX_DEPTH) return 'The body is nested too deeply.';
  }
  return null;
}
