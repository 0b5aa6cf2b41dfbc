import { custom, refuse } from './setting.ts';
import type { Presence, Refusal, Setting, SettingOptions } from './setting.ts';

const MILLISECONDS = new Map([
  ['ms', 1],
  ['s', 1_000],
  ['m', 60_000],
  ['h', 3_600_000],
  ['d', 86_400_000],
]);

const BYTES = new Map([
  ['', 1],
  ['kB', 1_000],
  ['MB', 1_000_000],
  ['GB', 1_000_000_000],
  ['KiB', 1_024],
  ['MiB', 1_048_576],
  ['GiB', 1_073_741_824],
]);

const QUANTITY = /^(0|[1-9][0-9]{0,11})([A-Za-z]*)$/;

/** A whole number with one of the units directly behind it; null where the text is none. */
function parseQuantity(text: string, units: ReadonlyMap<string, number>): number | null {
  const [, digits = '', unit = ''] = QUANTITY.exec(text) ?? [];
  const factor = units.get(unit);
  return digits === '' || factor === undefined ? null : Number(digits) * factor;
}

/** Milliseconds of `500ms`, `5s`, `10m`, `1h`, `2d`; null where the text is none of them. */
export const parseDuration = (text: string): number | null => parseQuantity(text, MILLISECONDS);

export interface QuantityOptions extends SettingOptions {
  /** As one would write it, such as `1s`. */
  readonly min?: string;
  readonly max?: string;
}

function limits(options: QuantityOptions): string {
  const min = options.min === undefined ? '' : `, at least ${options.min}`;
  return options.max === undefined ? min : `${min}, at most ${options.max}`;
}

function quantity<const O extends QuantityOptions>(
  name: string,
  what: string,
  units: ReadonlyMap<string, number>,
  options: O,
): Setting<Presence<number, O>> {
  const min = parseQuantity(options.min ?? '', units) ?? 0;
  const max = parseQuantity(options.max ?? '', units) ?? Number.MAX_SAFE_INTEGER;
  const form = what + limits(options);
  const parse = (given: string): number | Refusal => {
    const value = parseQuantity(given, units);
    return value === null || value < min || value > max ? refuse(`must be ${form}`) : value;
  };
  return custom(name, form, parse, options);
}

/** In milliseconds. */
export const duration = <const O extends QuantityOptions>(name: string, options: O): Setting<Presence<number, O>> =>
  quantity(name, 'a duration such as `500ms`, `5s`, `10m`, `1h` or `2d`', MILLISECONDS, options);

/** In bytes. */
export const bytes = <const O extends QuantityOptions>(name: string, options: O): Setting<Presence<number, O>> =>
  quantity(name, 'a size in bytes such as `512`, `64KiB` or `1MB`', BYTES, options);
