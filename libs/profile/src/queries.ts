import type { ParameterForm, ParameterRule, QueryRules } from '@keyledger/domain';
import { type Report, oneOf } from './problem.ts';
import type { ParameterFile, ProfileFile, QueryFile } from './profile-file.ts';

/** The sets of parameters by their names. */
export function readQueries({ queries = {} }: ProfileFile, report: Report): ReadonlyMap<string, QueryRules> {
  return new Map(Object.entries(queries).map(([name, query]) => [name, readQuery(name, query, report)]));
}

function readQuery(set: string, query: QueryFile, report: Report): QueryRules {
  const parameters = Object.entries(query.parameters).map(([name, parameter]): ParameterRule => {
    if (parameter.type === 'integer' && parameter.min > parameter.max) {
      report(['queries', set, 'parameters', name, 'max'], 'must not be less than `min`');
    }
    return { name, form: formOf(parameter), code: parameter.code ?? 'invalid_query' };
  });
  const dates = parameters.filter(({ form }) => form.type === 'date').map(({ name }) => name);
  const ranges = query.ranges ?? [];
  for (const [index, range] of ranges.entries()) {
    for (const [end, name] of range.entries()) {
      const path = ['queries', set, 'ranges', index, end];
      if (!dates.includes(name)) report(path, `must be a date parameter of this set: ${oneOf(dates)}`);
    }
  }
  return { parameters, ranges };
}

function formOf(parameter: ParameterFile): ParameterForm {
  switch (parameter.type) {
    case 'integer':
      return { type: 'integer', min: parameter.min, max: parameter.max };
    case 'choice':
      return { type: 'choice', values: parameter.values };
    case 'date':
    case 'text':
      return { type: parameter.type };
    default:
      return parameter satisfies never;
  }
}
