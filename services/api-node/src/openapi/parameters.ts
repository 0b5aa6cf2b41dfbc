import { type ParameterForm, type ParameterRule, type QueryRules, type Route, isParameter } from '@keyledger/domain';
import { type Json, listed } from './json.ts';

/** Of path and query. */
export function parametersOf({ path, query }: Route): readonly Json[] {
  const inPath = path.filter(isParameter).map(({ parameter }) => ({
    name: parameter,
    in: 'path',
    required: true,
    schema: { type: 'string', minLength: 1 },
  }));
  return query === 'any' ? inPath : [...inPath, ...query.parameters.map((rule) => inQuery(rule, query))];
}

function inQuery({ name, form, code }: ParameterRule, { ranges }: QueryRules): Json {
  const starts = ranges.filter(([from]) => from === name).map(([, to]) => `Not later than ${listed([to])}.`);
  const misfit = `A value that does not fit is ${listed([code])}.`;
  return { name, in: 'query', description: [...starts, misfit].join(' '), schema: schemaOf(form) };
}

function schemaOf(form: ParameterForm): Json {
  switch (form.type) {
    case 'integer':
      return { type: 'integer', minimum: form.min, maximum: form.max };
    case 'choice':
      return { type: 'string', enum: form.values };
    case 'date':
      return { type: 'string', format: 'date-time' };
    case 'text':
      return { type: 'string' };
    default:
      return form satisfies never;
  }
}
