import { type KeyFormat, keyTextLength, parseKeyText } from '@keyledger/domain';

/** A target without the parameters that carry a key. */
export interface RedactedTarget {
  readonly target: string;
  readonly removed: number;
}

/** No key's text is shorter. */
const MIN_LENGTH = 49;

function decode(text: string): string {
  if (!text.includes('%')) return text;
  try {
    return decodeURIComponent(text);
  } catch {
    // Not UTF-8: what is ASCII in it still counts.
    return text.replaceAll(/%([0-7][0-9A-Fa-f])/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
  }
}

/** Whether a key's whole text stands anywhere in `text`, as a value, a name or behind `Bearer`. */
function carriesKey(format: KeyFormat, text: string): boolean {
  const plain = decode(text);
  return format.prefixes.some((prefix) => {
    for (let at = plain.indexOf(prefix.text); at !== -1; at = plain.indexOf(prefix.text, at + 1)) {
      if (parseKeyText(format, plain.slice(at, at + keyTextLength(prefix))) !== null) return true;
    }
    return false;
  });
}

/**
 * Query strings never carry keys (systems.md, "Order of checks"): a parameter that does is taken out, and every other
 * byte stays as it was received.
 */
export function withoutKeys(format: KeyFormat, target: string): RedactedTarget {
  const start = target.indexOf('?');
  if (start === -1 || target.length - start <= MIN_LENGTH) return { target, removed: 0 };
  const parameters = target.slice(start + 1).split('&');
  const kept = parameters.filter((parameter) => !carriesKey(format, parameter));
  const removed = parameters.length - kept.length;
  if (removed === 0) return { target, removed };
  const query = kept.join('&');
  return { target: query === '' ? target.slice(0, start) : `${target.slice(0, start)}?${query}`, removed };
}
