/** Why a text is not what a setting may be. The message says what is allowed and never repeats the text. */
export class Refusal {
  readonly message: string;

  constructor(message: string) {
    this.message = message;
  }
}

export const refuse = (message: string): Refusal => new Refusal(message);

/** One named setting of a process: how its text is read, and what its documentation says. */
export interface Setting<T> {
  /** The environment variable. In a file: the same in lower case without the product's prefix. */
  readonly name: string;
  readonly summary: string;
  /** What is allowed, as a phrase that completes "must be …". */
  readonly form: string;
  /** What holds where nothing is given, as one would write it. */
  readonly default: string | undefined;
  readonly required: boolean;
  /** Masked wherever it is shown; may also be given as `…_FILE`. */
  readonly secret: boolean;
  readonly parse: (text: string) => T | Refusal;
}

export interface SettingOptions {
  readonly summary: string;
  readonly default?: string;
  readonly required?: true;
}

/** What reading yields: never undefined where there is a default or the setting is required. */
export type Presence<T, O extends SettingOptions> = O extends { required: true } | { default: string }
  ? T
  : T | undefined;

/** A setting with a parser of its own; the other kinds are made from this one. */
export function custom<T, const O extends SettingOptions>(
  name: string,
  form: string,
  parse: (text: string) => T | Refusal,
  options: O,
): Setting<Presence<T, O>> {
  return {
    name,
    summary: options.summary,
    form,
    default: options.default,
    required: options.required ?? false,
    secret: false,
    parse,
  };
}
