import type { ReadyFile } from './pair.ts';

/**
 * For whoever has just started it: a line that works as it stands, where the profile has a route for one.
 * @param demoKey the path of the file with the demo key
 */
export function whatToTry({ api_node, sample }: Pick<ReadyFile, 'api_node' | 'sample'>, demoKey: string): string {
  const node = api_node['http'] ?? '';
  if (sample.path === null) {
    return `The profile has no route that the demo key, in ${demoKey}, can be tried at by GET; what it has is at ${node}/openapi.json.`;
  }
  const header = sample.header === 'authorization' ? 'Authorization: Bearer' : `${sample.header}:`;
  return `Try it:\n\n  curl -H "${header} $(cat ${demoKey})" ${node}${sample.path}`;
}
