import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

let ticksPerSecond: number | undefined;

/**
 * Processor time that a process has used so far, in microseconds, to 10 ms: so measure over seconds. NaN where the
 * system has no `/proc`.
 */
export function cpuMicros(pid: number): number {
  if (process.platform !== 'linux') return Number.NaN;
  ticksPerSecond ??= Number(execFileSync('getconf', ['CLK_TCK'], { encoding: 'utf8' }));
  const stat = readFileSync(`/proc/${String(pid)}/stat`, 'utf8');
  // proc_pid_stat(5): the second field, in parentheses, may hold spaces; utime and stime are fields 14 and 15.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return ((Number(fields[11]) + Number(fields[12])) / ticksPerSecond) * 1e6;
}
