export const PREFIX = 'KEYLEDGER_';
const FILE_SUFFIX = '_FILE';

/** The name of a setting in a file. */
export const fileKey = (name: string): string => name.slice(PREFIX.length).toLowerCase();

/** The setting that a key in a file means. */
export const nameOfKey = (key: string): string => PREFIX + key.toUpperCase();

/** The variable that names the file which holds a secret. */
export const secretFileName = (name: string): string => name + FILE_SUFFIX;

/** Every variable that a setting may be given by. */
export const namesOf = ({ name, secret }: { readonly name: string; readonly secret: boolean }): readonly string[] =>
  secret ? [name, secretFileName(name)] : [name];

/** Variables that Kubernetes sets in every container for each service of its namespace. */
const SERVICE_LINK = /_SERVICE_(HOST|PORT(_[A-Z0-9_]+)?)$|_PORT_[0-9]+_(TCP|UDP|SCTP)(_(PROTO|PORT|ADDR))?$/;
const SERVICE_LINK_PORT = /^(tcp|udp|sctp):\/\//;

/** Whether the variable was put there by an orchestrator and not by a person. */
export function isServiceLink(name: string, value: string): boolean {
  return SERVICE_LINK.test(name) || (name.endsWith('_PORT') && SERVICE_LINK_PORT.test(value));
}
