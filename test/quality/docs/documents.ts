import { readFileSync, readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { TABLES } from './tables.ts';

const folder = new URL('../../../docs/', import.meta.url);

export interface Document {
  readonly path: string;
  readonly text: string;
  /** The text with each of its tables made from the code of now. */
  readonly current: string;
  readonly tables: readonly string[];
}

export function documents(): Document[] {
  const names = readdirSync(folder).filter((name) => name.endsWith('.md'));
  return names.map((name) => {
    const path = fileURLToPath(new URL(name, folder));
    const text = readFileSync(path, 'utf8');
    const tables = Object.keys(TABLES).filter((table) => text.includes(`<!-- ${table} -->`));
    return { path, text, tables, current: tables.reduce(renew, text) };
  });
}

function renew(text: string, table: string): string {
  const start = `<!-- ${table} -->\n`;
  const from = text.indexOf(start) + start.length;
  const to = text.indexOf('<!-- end -->', from);
  if (to === -1) throw new Error(`<!-- ${table} --> has no <!-- end -->`);
  return `${text.slice(0, from)}\n${TABLES[table]?.() ?? ''}\n${text.slice(to)}`;
}
