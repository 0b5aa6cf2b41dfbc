import type { ErrorRules } from '@keyledger/domain';
import { PUBLIC_CODES, type PublicCode, publicError } from './public-codes.ts';

/** Where `Link: <…#code>; rel="help"` leads: below the one prefix that no upstream can have. */
export const ERROR_PAGE_PATH = '/_keyledger/errors';

const escape = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');

function row(code: PublicCode, rules: ErrorRules): string {
  const { error, status, message } = publicError(code, rules);
  const cells = [`<code>${code}</code>`, String(status), `<code>${error}</code>`, escape(message)];
  return `<tr id="${code}">${cells.map((cell) => `<td>${cell}</td>`).join('')}</tr>`;
}

/** Every code of this port, each with its anchor; the same table as docs/errors.md. */
export const errorPage = (rules: ErrorRules): string => `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>Errors of this API</title>
<style>
body { font: 16px/1.5 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem }
td, th { text-align: left; padding: .3rem 1rem .3rem 0; vertical-align: top }
tr:target { background: #fff3bf }
</style>
<h1>Errors of this API</h1>
<p>Decide by <code>reason_code</code>; the message may change.</p>
<table><tr><th>reason_code<th>status<th>error<th>meaning</tr>
${PUBLIC_CODES.map((code) => row(code, rules)).join('\n')}
</table>
</html>
`;
