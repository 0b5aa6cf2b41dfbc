import { charthero } from './charthero.ts';
import { chronicle } from './chronicle.ts';
import { chrtCharts } from './chrt-charts.ts';
import { chrtTracking } from './chrt-tracking.ts';
import type { System } from './system.ts';

const SYSTEMS: ReadonlyMap<string, System> = new Map([
  ['charthero', charthero],
  ['chrt-tracking', chrtTracking],
  ['chrt-charts', chrtCharts],
  ['chronicle', chronicle],
]);

/** What stands behind the API node of a profile; null: nothing of its own. */
export const systemOf = (profile: string): System | null => SYSTEMS.get(profile) ?? null;

/** A file of the user's: what stands behind it is not known here. @param profile as the setting has it */
export const isOwnProfile = (profile: string): boolean => profile !== 'default' && systemOf(profile) === null;
