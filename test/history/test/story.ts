import { LedgerScript } from '../../model/ledger-script.ts';
import type { KeyId, OrganizationId } from '@keyledger/domain';
import type { CommandRecord, HistoryRecord, VerifyRecord } from '../records.ts';

/** Tells a small history by hand: one organization, one key, its secret `s1`. */
export class Story {
  readonly script = new LedgerScript();
  readonly told: HistoryRecord[] = [];
  readonly organization: OrganizationId = this.script.organization('acme');
  readonly key: KeyId = this.script.key(this.organization);
  readonly wall = this.script.now;

  constructor() {
    this.secret('s1');
  }

  /** The position of the last attempt. */
  get position(): number {
    return this.script.attempts.length - 1;
  }

  get command(): string {
    return this.script.attempts.at(-1)?.commandId ?? '';
  }

  /** The last attempt made this secret. */
  secret(name: string): void {
    this.told.push({ kind: 'secret', secret: name, position: this.position });
  }

  /** A command that was sent at `start`, answered at `end`, and made the last attempt, unless it says otherwise. */
  answered(start: number, end: number, fields: Partial<CommandRecord> = {}): void {
    this.told.push({
      kind: 'command',
      process: 'authority 1',
      start,
      end,
      command: this.command,
      verb: 'revoke',
      aggregate: this.key,
      outcome: 'done',
      code: '',
      position: this.position,
      ...fields,
    });
  }

  verified(start: number, end: number, answer: string, fields: Partial<VerifyRecord> = {}): void {
    const wall = [this.wall, this.wall] as const;
    this.told.push({ kind: 'verify', process: 'node 1', start, end, secret: 's1', answer, wall, ...fields });
  }

  /** All of it, the whole ledger included. */
  get records(): HistoryRecord[] {
    const attempts = this.script.attempts.map((attempt, position) => ({ kind: 'attempt', position, attempt }) as const);
    return [...this.told, ...attempts];
  }
}
