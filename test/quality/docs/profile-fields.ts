import { readFileSync } from 'node:fs';

/** As much of JSON Schema as the profile's uses. */
interface Schema {
  readonly $ref?: string;
  readonly description?: string;
  readonly properties?: Readonly<Record<string, Schema | false>>;
  readonly additionalProperties?: Schema | false;
  readonly items?: Schema;
  readonly required?: readonly string[];
  readonly $defs?: Readonly<Record<string, Schema>>;
}

const root = JSON.parse(
  readFileSync(new URL('../../../deploy/profiles/profile.schema.json', import.meta.url), 'utf8'),
) as Schema;

/** Its own members win over those of what it refers to. */
const resolved = (schema: Schema): Schema =>
  schema.$ref === undefined ? schema : { ...root.$defs?.[schema.$ref.replace('#/$defs/', '')], ...schema };

/** Every member of a profile with its path, and what the schema says of it: a row each. */
export function profileFields(): readonly (readonly string[])[] {
  return rowsOf(root, '');
}

function rowsOf(schema: Schema, path: string): readonly (readonly string[])[] {
  const { properties = {}, additionalProperties = false, items, required = [] } = resolved(schema);
  const members = Object.entries(properties).flatMap(([name, member]) => {
    if (member === false) return [];
    const inner = path === '' ? name : `${path}.${name}`;
    const { description = '' } = resolved(member);
    return [[`\`${inner}\``, required.includes(name) ? 'yes' : '', description], ...rowsOf(member, inner)];
  });
  const named = additionalProperties === false ? [] : rowsOf(additionalProperties, `${path}.NAME`);
  return [...members, ...named, ...(items === undefined ? [] : rowsOf(items, `${path}[]`))];
}
