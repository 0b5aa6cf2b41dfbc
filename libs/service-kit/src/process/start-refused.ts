import { describeProblem } from '../config/problem.ts';
import type { Problem } from '../config/problem.ts';

/** The process cannot start until an operator mends its configuration or surroundings: exit code 2. */
export class StartRefused extends Error {
  override readonly name = 'StartRefused';
  readonly problems: readonly Problem[];

  constructor(problems: readonly Problem[], options?: ErrorOptions) {
    super(problems.map(describeProblem).join('\n'), options);
    this.problems = problems;
  }
}

/** Does by themselves some parts of a start; every problem that it would be refused with. */
export async function refusalsOf(parts: readonly (() => unknown)[]): Promise<readonly Problem[]> {
  const problems: Problem[] = [];
  for (const part of parts) {
    try {
      await part();
    } catch (error) {
      if (!(error instanceof StartRefused)) throw error;
      problems.push(...error.problems);
    }
  }
  return problems;
}
