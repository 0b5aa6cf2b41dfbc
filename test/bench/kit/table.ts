import type { Entry } from './entry.ts';

const HEADINGS = ['', 'value', 'unit', 'target', '', 'rounds'];

/** Entries as a table for people: numbers to the right, all else to the left. */
export function table(entries: readonly Entry[]): string {
  const rows = [HEADINGS, ...entries.map(cells)];
  const widths = HEADINGS.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  const line = (row: readonly string[]): string =>
    row
      .map((cell, column) => (isNumber(column) ? cell.padStart(widths[column] ?? 0) : cell.padEnd(widths[column] ?? 0)))
      .join('  ');
  return rows.map((row) => line(row).trimEnd()).join('\n');
}

const isNumber = (column: number): boolean => column === 1 || column === 3;

function cells({ name, value, unit, target, pass, samples }: Entry): string[] {
  const verdict = pass === null ? '' : pass ? 'met' : 'MISSED';
  return [name, short(value), unit, target === null ? '' : short(target), verdict, samples.map(short).join(' ')];
}

/** Three digits that matter; whole numbers from a hundred on. */
function short(value: number): string {
  if (!Number.isFinite(value)) return '–';
  return Math.abs(value) >= 100 ? Math.round(value).toLocaleString('en') : String(Number(value.toPrecision(3)));
}
