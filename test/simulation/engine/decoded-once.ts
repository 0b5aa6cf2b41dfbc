import { type LedgerRecord__Output, ledgerRecordDefinition } from '@keyledger/proto';

const decode = ledgerRecordDefinition.deserialize;
/** By the memory that the bytes lie in, then by where they begin there. Nothing is ever written over. */
const decoded = new WeakMap<ArrayBufferLike, Map<number, LedgerRecord__Output>>();

/**
 * All processes of a simulation read the same bytes. What they say is worked out by whoever reads them first, and
 * frozen: nobody can change it for the others.
 * @returns what ends it
 */
export function decodingOnce(): () => void {
  ledgerRecordDefinition.deserialize = (bytes) => {
    let records = decoded.get(bytes.buffer);
    if (records === undefined) decoded.set(bytes.buffer, (records = new Map()));
    let record = records.get(bytes.byteOffset);
    if (record === undefined) records.set(bytes.byteOffset, (record = frozen(decode(bytes))));
    return record;
  };
  return () => {
    ledgerRecordDefinition.deserialize = decode;
  };
}

function frozen<T>(value: T): T {
  if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value)) return value;
  for (const part of Object.values(value)) frozen(part);
  return Object.freeze(value);
}
