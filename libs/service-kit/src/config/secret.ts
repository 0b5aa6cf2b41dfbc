import { inspect } from 'node:util';
import { custom, refuse } from './setting.ts';
import type { Presence, Refusal, Setting, SettingOptions } from './setting.ts';

export const MASKED = '[redacted]';

/** A secret that nothing shows by accident: as text, as JSON and in a debugger's print it is masked. */
export class Secret {
  readonly #text: string;

  constructor(text: string) {
    this.#text = text;
  }

  /** The secret itself, for the one place that must have it. */
  reveal(): string {
    return this.#text;
  }

  toString(): string {
    return MASKED;
  }

  toJSON(): string {
    return MASKED;
  }

  [inspect.custom](): string {
    return MASKED;
  }
}

export interface SecretOptions extends SettingOptions {
  /** In characters. */
  readonly minLength?: number;
  /** Whether it travels in an HTTP header and so can hold only visible ASCII. */
  readonly header?: true;
}

const VISIBLE_ASCII = /^[\x21-\x7e]*$/;

function secretForm({ minLength = 1, header }: SecretOptions): string {
  const length = minLength > 1 ? `a secret of at least ${minLength} characters` : 'a secret';
  return header === true ? `${length} of visible ASCII without blanks` : length;
}

/** May be given in place (`NAME`) or as a file's content (`NAME_FILE`) without its trailing newline. */
export function secret<const O extends SecretOptions>(name: string, options: O): Setting<Presence<Secret, O>> {
  const form = secretForm(options);
  const parse = (given: string): Secret | Refusal => {
    const long = given.length >= (options.minLength ?? 1);
    return long && (options.header !== true || VISIBLE_ASCII.test(given))
      ? new Secret(given)
      : refuse(`must be ${form}`);
  };
  return { ...custom(name, form, parse, options), secret: true };
}
