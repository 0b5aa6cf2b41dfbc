import { keyLifecycleDefinition } from '@keyledger/proto';
import { expect, test } from 'vitest';
import { structOf } from '../../src/grpc/struct.ts';

const { responseSerialize, responseDeserialize } = keyLifecycleDefinition.GetKeyHistory;

/** As clients of most languages read a Struct. */
function jsonOf(value: Record<string, unknown>): unknown {
  const kind = String(value['kind']);
  const held = value[kind] as never;
  if (kind === 'nullValue') return null;
  if (kind === 'listValue') return (held as { values: Record<string, unknown>[] }).values.map(jsonOf);
  if (kind === 'structValue') return fieldsOf(held);
  return held;
}

const fieldsOf = ({ fields }: { fields: Record<string, Record<string, unknown>> }): unknown =>
  Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, jsonOf(value)]));

test('whatever JSON says survives the wire', () => {
  const json = {
    role: 'owner',
    limits: { per_hour: 5, overage: false },
    expires_at: null,
    scopes: ['a', ''],
    none: [],
    zero: 0,
  };
  const { items } = responseDeserialize(responseSerialize({ items: [{ changes: structOf(json) }] }));
  expect(fieldsOf(items[0]?.changes as never)).toEqual(json);
});
