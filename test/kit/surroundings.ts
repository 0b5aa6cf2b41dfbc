import { join } from 'node:path';

/**
 * What a process of ours gets of this one's environment. The rest is Node's own: what it has compiled it keeps from one
 * process to the next (by content, git-ignored), as a start otherwise takes twice the processor time, and a run of all
 * tests makes hundreds.
 */
export const SURROUNDINGS = {
  PATH: process.env['PATH'] ?? '',
  HOME: process.env['HOME'] ?? '',
  NODE_COMPILE_CACHE: join(import.meta.dirname, '../.cache/compiled'),
};
