/** One run of the model checker, and what must come of it. */
export interface Run {
  readonly name: string;
  readonly module: 'Lease' | 'Fold';
  /** In place of those in the module's `.cfg`. */
  readonly constants: Readonly<Record<string, string>>;
  /** In place of all of the `.cfg`. */
  readonly invariant?: string;
  /** `holds`, or the invariant that must be found broken. */
  readonly expected: string;
  /** Takes minutes: not part of `npm test`. */
  readonly isLong?: boolean;
}

type Constants = Run['constants'];

/** Two authorities, one node, nobody starts again, nothing is compacted, every no-op names all. */
const calm: Constants = { Node: '{n1}', MaxStart: '0', Overflow: 'FALSE', Compaction: 'FALSE' };
const alone: Constants = { Auth: '{a1}' };
const restarts: Constants = { MaxStart: '1' };
const embedded: Constants = { ...alone, Embedded: 'TRUE' };

const lease = (name: string, constants: Constants = {}): Run => {
  return { name, module: 'Lease', constants: { ...calm, ...constants }, expected: 'holds' };
};
const long = (run: Run): Run => ({ ...run, isLong: true });

const holds: readonly Run[] = [
  lease('loss'),
  lease('restart-small', { ...alone, ...restarts, MaxLog: '2' }),
  lease('embedded-restart', { ...embedded, ...restarts }),
  { name: 'fold-small', module: 'Fold', constants: { Cmds: '{c1, c2}' }, expected: 'holds' },
  long(lease('two-ticks', { LHold: '2', Wait: '2' })),
  long(lease('compaction-overflow', { Overflow: 'TRUE', Compaction: 'TRUE' })),
  long(lease('restart-alone', { ...alone, ...restarts, Overflow: 'TRUE', Compaction: 'TRUE' })),
  long(lease('restart', restarts)),
  long(lease('full-wait', { ...restarts, Early: 'FALSE' })),
  long(lease('two-nodes', { ...alone, Node: '{n1, n2}' })),
  long(lease('four-records', { ...alone, MaxLog: '4' })),
  { name: 'fold', module: 'Fold', constants: {}, expected: 'holds', isLong: true },
];

/** Without it, "no violation" would also be said of a model in which nothing ever happens. */
const reached = (name: string, constants: Constants): Run => {
  return { ...lease(`reached-${name}`, constants), invariant: 'NeverReturns', expected: 'NeverReturns' };
};

const planted = (bug: string, constants: Constants = {}): Run => {
  return { ...lease(bug, { ...constants, Bug: `"${bug}"` }), expected: 'Everywhere' };
};
const plantedInFold = (bug: string, expected: string, constants: Constants = {}): Run => {
  return { name: bug, module: 'Fold', constants: { Cmds: '{c1, c2}', ...constants, Bug: `"${bug}"` }, expected };
};

export const PLANTED: readonly Run[] = [
  planted('no-lease-check', alone),
  planted('authority-no-lease'),
  planted('answer-time', alone),
  long(planted('join-noop', alone)),
  planted('read-barrier', alone),
  planted('no-watermark', alone),
  long(planted('no-floor', { ...alone, ...restarts })),
  planted('join-call', alone),
  planted('verdict-first', alone),
  long(planted('verdict-first-authority')),
  long(planted('memory-holders')),
  long(planted('restart-forgets', { ...alone, ...restarts })),
  long(planted('ignore-authorities')),
  long(planted('node-id', { ...alone, ...restarts, MaxLog: '4' })),
  planted('already-revoked', alone),
  planted('gap-ignored', { ...alone, Compaction: 'TRUE' }),
  long(planted('overflow-ignored', { ...alone, Overflow: 'TRUE' })),
  long(planted('mono-only', { ...alone, Early: 'FALSE' })),
  long(planted('wait-wall-clock', alone)),
  planted('drift', { ...alone, LHold: '2', Wait: '1' }),
  long(planted('derived-cache', { ...alone, LHold: '2', Wait: '2' })),
  planted('reload-keeps-lease', alone),
  planted('skip-on-rejoin', alone),
  planted('report-first', alone),
  planted('granted-late', embedded),
  plantedInFold('no-version', 'AtMostOnce', { Memory: '1' }),
  plantedInFold('lost-ack-is-failure', 'ToldIsTrue'),
  { name: 'Memory=1', module: 'Fold', constants: { Cmds: '{c1, c2}', Memory: '1' }, expected: 'AtMostOnce' },
];

export const RUNS: readonly Run[] = [...holds, reached('by-report', {}), reached('embedded', embedded), ...PLANTED];
