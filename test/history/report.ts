import type { AttemptRecord, CommandRecord, HistoryRecord, VerifyRecord, Violation } from './records.ts';

const LINES = 40;
/** Of these, so many may be later than what shows the violation. */
const LATER = 8;
/** What went on then may have begun long before: so many more that are no verifies. */
const EARLIER = 12;

interface Line {
  readonly at: number;
  readonly text: string;
}

const VERIFY = ' verify ';

/** What happened to the aggregates of a violation, and to everything, up to it: for people. */
export function describe(violation: Violation, records: readonly HistoryRecord[]): string {
  const about = new Set(violation.aggregates);
  const attempts = records.filter((record) => record.kind === 'attempt');
  const commandsAbout = new Set(
    attempts.filter(({ attempt }) => about.has(attempt.aggregateId)).map(({ attempt }) => attempt.commandId as string),
  );
  const positions = new Set(
    attempts.filter(({ attempt }) => about.has(attempt.aggregateId)).map(({ position }) => position),
  );
  const secrets = new Set(
    records.filter((each) => each.kind === 'secret' && positions.has(each.position)).map((each) => secretOf(each)),
  );
  const lines: Line[] = [];
  for (const record of records) {
    if (record.kind === 'note') lines.push({ at: record.at, text: `   ! ${record.text}` });
    else if (record.kind === 'command' && (about.has(record.aggregate) || commandsAbout.has(record.command))) {
      lines.push({ at: record.start, text: commandLine(record) });
    } else if (record.kind === 'verify' && secrets.has(record.secret)) {
      lines.push({ at: record.start, text: verifyLine(record) });
    } else if (record.kind === 'attempt' && about.has(record.attempt.aggregateId) && record.at !== undefined) {
      lines.push({ at: record.at, text: attemptLine(record) });
    }
  }
  const shown = around(lines, violation.at ?? Infinity);
  return [
    `${violation.rule}: ${violation.text}`,
    ...shown.map(({ at, text }) => `${at.toFixed(1).padStart(10)} ${text}`),
  ].join('\n');
}

/** The lines about that time, in order, and what led to them. */
function around(lines: readonly Line[], at: number): Line[] {
  const sorted = lines.toSorted((one, other) => one.at - other.at);
  const end = sorted.findLastIndex((line) => line.at <= at) + 1 + LATER;
  const begin = Math.max(0, Math.min(end, sorted.length) - LINES);
  const earlier = sorted.slice(0, begin).filter(({ text }) => !text.includes(VERIFY));
  return [...earlier.slice(-EARLIER), ...sorted.slice(begin, end)];
}

const secretOf = (record: HistoryRecord): string => (record.kind === 'secret' ? record.secret : '');
const until = ({ end }: { readonly end: number }): string => `… ${end.toFixed(1)}`;

function commandLine(record: CommandRecord): string {
  const { process, verb, aggregate, outcome, code, position, applied, command } = record;
  const said = outcome === 'done' ? `${applied ?? 'done'} ${String(position)}` : `${outcome} ${code}`;
  return `${process} ${verb} ${aggregate} (${command.slice(0, 8)}) ${until(record)}: ${said}`;
}

function verifyLine(record: VerifyRecord): string {
  return `${record.process}${VERIFY}${record.secret} ${until(record)}: ${record.answer === '' ? 'accepted' : record.answer}`;
}

function attemptLine({ process = 'the log', position, attempt, version }: AttemptRecord): string {
  const made = version === undefined ? '' : version === null ? ': void' : `: version ${String(version)}`;
  return `${process} reads ${String(position)} ${attempt.event.type} (${attempt.commandId.slice(0, 8)})${made}`;
}
