import { Refusal, custom, refuse } from './setting.ts';
import type { Presence, Setting, SettingOptions } from './setting.ts';

export interface TextOptions extends SettingOptions {
  readonly pattern?: RegExp;
  /** What the pattern allows, as a phrase that completes "must be …". */
  readonly form?: string;
}

export function text<const O extends TextOptions>(name: string, options: O): Setting<Presence<string, O>> {
  const form = options.form ?? 'a text';
  const parse = (given: string): string | Refusal =>
    options.pattern?.test(given) === false ? refuse(`must be ${form}`) : given;
  return custom(name, form, parse, options);
}

export function choice<const C extends string, const O extends SettingOptions>(
  name: string,
  choices: readonly C[],
  options: O,
): Setting<Presence<C, O>> {
  const form = choices
    .map((each) => `\`${each}\``)
    .join(', ')
    .replace(/, ([^,]*)$/, ' or $1');
  const parse = (given: string): C | Refusal => choices.find((each) => each === given) ?? refuse(`must be ${form}`);
  return custom(name, form, parse, options);
}

/** `on` is true, `off` is false. */
export function flag<const O extends SettingOptions>(name: string, options: O): Setting<Presence<boolean, O>> {
  const parse = (given: string): boolean | Refusal =>
    given === 'on' ? true : given === 'off' ? false : refuse('must be `on` or `off`');
  return custom(name, '`on` or `off`', parse, options);
}

export interface IntegerOptions extends SettingOptions {
  readonly min?: number;
  readonly max?: number;
}

const WHOLE = /^(0|[1-9][0-9]{0,14})$/;
const MAX_PORT = 65_535;

function whole<const O extends SettingOptions>(
  name: string,
  form: string,
  { min, max }: { readonly min: number; readonly max: number },
  options: O,
): Setting<Presence<number, O>> {
  const parse = (given: string): number | Refusal =>
    WHOLE.test(given) && Number(given) >= min && Number(given) <= max ? Number(given) : refuse(`must be ${form}`);
  return custom(name, form, parse, options);
}

export function integer<const O extends IntegerOptions>(name: string, options: O): Setting<Presence<number, O>> {
  const { min = 0, max = Number.MAX_SAFE_INTEGER } = options;
  const form = options.max === undefined ? `a whole number of at least ${min}` : `a whole number from ${min} to ${max}`;
  return whole(name, form, { min, max }, options);
}

/** A TCP port to listen on; 0: any that is free. */
export const port = <const O extends SettingOptions>(name: string, options: O): Setting<Presence<number, O>> =>
  whole(name, 'a port from 0 (any that is free) to 65535', { min: 0, max: MAX_PORT }, options);

/** Values separated by commas, or a sequence in a file; blanks around a value do not count. */
export function list<T, const O extends SettingOptions>(
  name: string,
  form: string,
  parseOne: (text: string) => T | Refusal,
  options: O,
): Setting<Presence<readonly T[], O>> {
  const parse = (given: string): readonly T[] | Refusal => {
    const values: T[] = [];
    for (const [index, part] of given.split(',').entries()) {
      const value = parseOne(part.trim());
      if (value instanceof Refusal) return refuse(`${value.message} (value ${index + 1} of the list)`);
      values.push(value);
    }
    return Object.freeze(values);
  };
  return custom(name, `${form}, separated by commas`, parse, options);
}
