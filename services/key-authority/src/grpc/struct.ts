import type { Struct, Value } from '@keyledger/proto';

/** JSON as `google.protobuf.Struct` writes it. */
export function structOf(json: object): Struct {
  const entries = Object.entries(json).filter(([, value]) => value !== undefined);
  return { fields: Object.fromEntries(entries.map(([name, value]) => [name, valueOf(value)])) };
}

function valueOf(value: unknown): Value {
  if (typeof value === 'string') return { stringValue: value };
  if (typeof value === 'number') return { numberValue: value };
  if (typeof value === 'boolean') return { boolValue: value };
  if (Array.isArray(value)) return { listValue: { values: value.map(valueOf) } };
  return typeof value === 'object' && value !== null ? { structValue: structOf(value) } : { nullValue: 'NULL_VALUE' };
}
