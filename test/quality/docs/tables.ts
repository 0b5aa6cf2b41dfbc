import { CLASS_STATUS, REASON_CODES, ROLES } from '@keyledger/domain';
import { STATUS_OF_FAULT } from '@keyledger/grpc';
import { FAULT_CODES } from '@keyledger/ports';
import { settingsMarkdown } from '@keyledger/service-kit';
import { status } from '@grpc/grpc-js';
import { apiNodeSettings } from '../../../services/api-node/src/settings.ts';
import { OWN_CODES } from '../../../services/api-node/src/http/public-codes.ts';
import { PERMISSIONS } from '../../../services/key-authority/src/access/permissions.ts';
import { FAULT_STATUS } from '../../../services/key-authority/src/http/index.ts';
import { authoritySettings } from '../../../services/key-authority/src/settings.ts';
import { profileFields } from './profile-fields.ts';

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return `${[line(head), `|${'---|'.repeat(head.length)}`, ...rows.map(line)].join('\n')}\n`;
}

function reasonCodes(): string {
  const rows = Object.entries(REASON_CODES).map(([code, { error, message }]) => {
    return [`<a id="${code}"></a>\`${code}\``, String(CLASS_STATUS[error]), `\`${error}\``, message];
  });
  return table(['reason_code', 'status', 'error', 'meaning'], rows);
}

function ownCodes(): string {
  const rows = Object.entries(OWN_CODES).map(([code, { error, status: httpStatus, message }]) => {
    return [`<a id="${code}"></a>\`${code}\``, String(httpStatus), `\`${error}\``, message];
  });
  return table(['reason_code', 'status', 'error', 'meaning'], rows);
}

function problemCodes(): string {
  const shown = FAULT_CODES.filter((code) => FAULT_STATUS[code].shownAs === undefined);
  const rows = shown.map((code) => {
    const { status: httpStatus, title } = FAULT_STATUS[code];
    return [`\`${code}\``, String(httpStatus), `\`${String(status[STATUS_OF_FAULT[code]])}\``, title];
  });
  return table(['code', 'HTTP', 'gRPC', 'title'], rows);
}

function roles(): string {
  const names = ['bootstrap', ...ROLES, 'key'] as const;
  const permissions = PERMISSIONS.bootstrap;
  const rows = permissions.map((permission) => {
    return [`\`${permission}\``, ...names.map((role) => (PERMISSIONS[role].includes(permission) ? 'yes' : ''))];
  });
  return table(['permission', ...names], rows);
}

/** Every table in the documentation that is made from code: `<!-- NAME -->`, the table, `<!-- end -->`. */
export const TABLES: Readonly<Record<string, () => string>> = {
  'reason codes': reasonCodes,
  'codes of the public port': ownCodes,
  'problem codes': problemCodes,
  roles,
  'fields of a profile': () => table(['field', 'required', 'meaning'], profileFields()),
  'settings of the key authority': () => settingsMarkdown(Object.values(authoritySettings.settings)),
  'settings of the API node': () => settingsMarkdown(Object.values(apiNodeSettings.settings)),
};
