import { Document, isMap, isPair, isScalar } from 'yaml';
import { fileKey } from './names.ts';
import type { InForce } from './read.ts';
import { MASKED } from './secret.ts';

function origin({ located }: InForce): string {
  if (located === null) return ' not set';
  if (located.by === null) return ' default';
  const place = located.given?.place;
  return place === undefined ? ` ${located.by}` : ` ${place.file} line ${place.line}`;
}

const shown = ({ setting, located }: InForce): string | null =>
  located === null ? null : setting.secret ? MASKED : located.text;

/** What is in force as YAML that could be a configuration file, each with where it came from; secrets are masked. */
export function printSettings(inForce: readonly InForce[]): string {
  const document = new Document(Object.fromEntries(inForce.map((each) => [fileKey(each.setting.name), shown(each)])));
  const items = isMap(document.contents) ? document.contents.items : [];
  for (const [index, each] of inForce.entries()) {
    const pair = items[index];
    if (isPair(pair) && isScalar(pair.value)) pair.value.comment = origin(each);
  }
  return document.toString({ lineWidth: 0, nullStr: '' });
}
