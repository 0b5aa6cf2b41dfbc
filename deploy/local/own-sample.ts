import { type PathTemplate, type Profile, type Route, isParameter } from '@keyledger/domain';
import type { Sample } from './sample.ts';

/** What the sample upstream answers where any path is its own. */
const GREETING = '/hello';
/** Stands for whatever a path has a parameter for: behind a profile that it does not know, the sample upstream echoes all. */
const ANY_ID = 'example';

/** Of a profile that the user wrote. Its demo key can use every route that is for keys of its kind. */
export function sampleOfProfile({ environments, credentials, expiry, routes }: Profile): Sample {
  const usable = routes === 'any' ? [] : routes.filter(({ kinds }) => kinds.includes('secret'));
  return {
    environment: environments[0],
    environments,
    scopes: [...new Set(usable.flatMap(({ scopes }) => scopes))],
    expires: expiry.required,
    header: credentials.headers[0],
    path: routes === 'any' ? GREETING : pathToTry(usable),
  };
}

function pathToTry(routes: readonly Route[]): string | null {
  const paths = routes.filter(({ method }) => method === 'GET').map(({ path }) => path);
  const path = paths.find((each) => !each.some(isParameter)) ?? paths[0];
  return path === undefined ? null : filled(path);
}

const filled = (path: PathTemplate): string =>
  path.map((segment) => `/${isParameter(segment) ? ANY_ID : segment}`).join('');
