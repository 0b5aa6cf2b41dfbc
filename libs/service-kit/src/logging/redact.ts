import { MASKED } from '../config/secret.ts';

/** Key texts of every profile, tokens, secrets of webhooks and bearer credentials, wherever in a text they stand. */
const CREDENTIALS =
  /(?:kl|ch|ak|chrt|chr)_[A-Za-z0-9_-]{40,}|klt_[A-Za-z0-9_-]{16,}|whsec_[A-Za-z0-9+/=]{16,}|(?<=Bearer {1,8})[^\s"'\\,;]+/gi;

/** Names whose value is secret whatever it looks like. */
const SECRET_NAME = /(?:authorization|secret|token|password|api[-_]?key|cookie)$/i;
const SECRET_MEMBER = /(?:authorization|secret|token|password|api[-_]?key|cookie)":/i;

export const redactText = (text: string): string => text.replace(CREDENTIALS, MASKED);

const maskMember = (name: string, value: unknown): unknown =>
  SECRET_NAME.test(name) && value !== null ? MASKED : value;

/** Makes the function that takes every secret out of a line of JSON, the given ones and whatever looks like one. */
export function createRedactor(secrets: readonly string[] = []): (line: string) => string {
  const exact = secrets.filter((each) => each !== '').map((each) => JSON.stringify(each).slice(1, -1));
  return (line) => {
    let clean = redactText(line);
    for (const each of exact) clean = clean.replaceAll(each, MASKED);
    return SECRET_MEMBER.test(clean) ? maskMembers(clean) : clean;
  };
}

/** By structure, at any depth. A line that is no JSON is withheld: nobody could say what is in it. */
function maskMembers(line: string): string {
  try {
    return `${JSON.stringify(JSON.parse(line, maskMember))}\n`;
  } catch {
    return '{"level":"error","msg":"a log entry could not be redacted and was withheld"}\n';
  }
}
