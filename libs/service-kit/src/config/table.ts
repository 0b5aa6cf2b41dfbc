import type { Setting } from './setting.ts';

/** The settings of one process, by the names that its code uses. */
export type Settings = Readonly<Record<string, Setting<unknown>>>;

/** What reading the settings yields. */
export type Values<S extends Settings> = { readonly [K in keyof S]: S[K] extends Setting<infer T> ? T : never };

/** What must hold between settings; looked at only where each of them is well-formed by itself. */
export interface Rule<S extends Settings> {
  readonly of: readonly (keyof S & string)[];
  /** The variable that is to blame and why; null where all is well. */
  readonly check: (values: Values<S>) => { readonly name: string; readonly message: string } | null;
}

export interface SettingsTable<S extends Settings> {
  readonly settings: S;
  readonly rules: readonly Rule<S>[];
}

/** Declares the settings of a process, once. */
export function defineSettings<const S extends Settings>(
  settings: S,
  rules: readonly Rule<S>[] = [],
): SettingsTable<S> {
  return Object.freeze({ settings: Object.freeze(settings), rules });
}
