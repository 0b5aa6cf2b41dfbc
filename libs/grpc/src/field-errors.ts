import type { FieldError } from '@keyledger/ports';

/** gRPC asks for at most 8 kB of metadata in all; what does not fit is left out, whole entries from the end. */
const MAX_TEXT = 4096;

const escapeNonAscii = (text: string): string =>
  text.replace(/[^ -~]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);

/** JSON in printable ASCII, as a metadata value must be. */
export function fieldErrorsToText(errors: readonly FieldError[]): string {
  const entries: string[] = [];
  let length = 2;
  for (const { field, message } of errors) {
    const entry = escapeNonAscii(JSON.stringify({ field, message }));
    length += entry.length + 1;
    if (length > MAX_TEXT) break;
    entries.push(entry);
  }
  return `[${entries.join(',')}]`;
}

/** Empty where the text is not what {@link fieldErrorsToText} writes. */
export function fieldErrorsFromText(text: string | Buffer | undefined): FieldError[] {
  if (typeof text !== 'string') return [];
  try {
    const parsed: unknown = JSON.parse(text);
    return Array.isArray(parsed) ? parsed.filter(isFieldError) : [];
  } catch {
    return [];
  }
}

function isFieldError(value: unknown): value is FieldError {
  return (
    typeof value === 'object' &&
    value !== null &&
    'field' in value &&
    typeof value.field === 'string' &&
    'message' in value &&
    typeof value.message === 'string'
  );
}
