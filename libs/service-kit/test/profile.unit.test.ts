import { DEFAULT_PROFILE, type Profile } from '@keyledger/domain';
import { FileRefused, silentLogger } from '@keyledger/ports';
import { expect, test } from 'vitest';
import {
  StartRefused,
  checkProfile,
  createHealth,
  createLifecycle,
  describeProblem,
  startProfile,
} from '../src/index.ts';
import type { FollowProfile } from '../src/index.ts';

const PROFILE: Profile = { ...DEFAULT_PROFILE, name: 'shop', environments: ['staging', 'production'] };

function start(environment: string | undefined, follow: FollowProfile = follows().follow) {
  const health = createHealth();
  const context = { settings: { profile: 'shop', environment }, health, logger: silentLogger };
  const lifecycle = createLifecycle({ logger: silentLogger });
  return { health, started: startProfile({ ...context, lifecycle }, follow) };
}

/** A file that the test has in its hands. */
function follows() {
  const file = {
    profile: PROFILE,
    problem: null as string | null,
    objection: null as ((next: Profile) => string | null) | null,
  };
  const follow: FollowProfile = (options) => {
    file.objection = options.objection;
    return Promise.resolve({ current: () => file.profile, problem: () => file.problem });
  };
  return { file, follow };
}

const refusalOf = async (started: Promise<unknown>): Promise<string[]> => {
  const error = await started.then(
    () => expect.fail('it started'),
    (thrown: unknown) => thrown,
  );
  return error instanceof StartRefused ? error.problems.map(describeProblem) : expect.fail(String(error));
};

test('a process serves the environment that it is told, else the first of the profile', async () => {
  expect((await start('production').started).environment).toBe('production');
  expect((await start(undefined).started).environment).toBe('staging');
});

test('a process that is told an environment that the profile has not is refused', async () => {
  expect(await refusalOf(start('live').started)).toEqual([
    'KEYLEDGER_ENVIRONMENT: must be one of the environments of the profile shop: staging, production',
  ]);
});

test('a bad profile refuses the start with all its lines', async () => {
  const problem = (line: number) => ({ message: 'is wrong', place: { file: '/p/shop.yaml', line, column: 3 } });
  const follow: FollowProfile = () => Promise.reject(new FileRefused([problem(1), problem(7)]));
  expect(await refusalOf(start(undefined, follow).started)).toEqual([
    'KEYLEDGER_PROFILE (profile, /p/shop.yaml line 1, column 3): is wrong',
    'KEYLEDGER_PROFILE (profile, /p/shop.yaml line 7, column 3): is wrong',
  ]);
});

test('the profile of now holds, and a file that does not is shown without taking the process out of service', async () => {
  const { file, follow } = follows();
  const { health, started } = start('staging', follow);
  const { profile } = await started;
  health.check('other').ok();
  file.profile = { ...PROFILE, name: 'other' };
  expect(profile()).toBe(file.profile);
  expect(health.report().checks).toContainEqual({ name: 'profile', ok: true, why: '' });
  file.problem = 'line 3 is wrong';
  expect(health.report()).toMatchObject({ ready: true });
  expect(health.report().checks).toContainEqual({ name: 'profile', ok: false, why: 'line 3 is wrong' });
});

test('the environment that a process serves cannot be taken out of its profile', async () => {
  const { file, follow } = follows();
  await start(undefined, follow).started;
  expect(file.objection?.({ ...PROFILE, environments: ['production', 'staging'] })).toBeNull();
  expect(file.objection?.({ ...PROFILE, environments: ['production'] })).toContain('staging');
});

test('what a start would be refused with is told without one', async () => {
  const settings = { profile: 'shop', environment: 'staging' };
  const place = { file: '/p/shop.yaml', line: 1, column: 3 };
  const bad = (): Promise<Profile> => Promise.reject(new FileRefused([{ message: 'is wrong', place }]));
  expect(await checkProfile(settings, () => Promise.resolve(PROFILE))).toEqual([]);
  expect((await checkProfile(settings, bad)).map(describeProblem)).toEqual([
    'KEYLEDGER_PROFILE (profile, /p/shop.yaml line 1, column 3): is wrong',
  ]);
  const elsewhere = await checkProfile({ ...settings, environment: 'live' }, () => Promise.resolve(PROFILE));
  expect(elsewhere).toMatchObject([{ name: 'KEYLEDGER_ENVIRONMENT' }]);
});
