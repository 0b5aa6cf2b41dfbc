import { inspect } from 'node:util';
import type { Logger } from '@keyledger/ports';

/** Keeps every line, with everything in it that any logger could print. */
export class TestLogger implements Logger {
  readonly lines: { readonly level: keyof Logger; readonly fields: object; readonly message: string }[] = [];

  debug = (fields: object, message: string): void => this.#keep('debug', fields, message);
  info = (fields: object, message: string): void => this.#keep('info', fields, message);
  warn = (fields: object, message: string): void => this.#keep('warn', fields, message);
  error = (fields: object, message: string): void => this.#keep('error', fields, message);

  get text(): string {
    return this.lines.map((line) => inspect(line, { depth: 10 })).join('\n');
  }

  #keep(level: keyof Logger, fields: object, message: string): void {
    this.lines.push({ level, fields, message });
  }
}
