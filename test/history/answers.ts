import {
  type Aggregate,
  type KeyState,
  type OrganizationState,
  PLAIN_REQUEST,
  authorize,
  grantOf,
} from '@keyledger/domain';
import type { CheckedLog } from './log.ts';
import { Promises } from './promises.ts';
import type { CommandRecord, SecretRecord, VerifyRecord, Violation } from './records.ts';

/** Answers that say nothing of the key. */
const NO_ANSWER = new Set(['digest_key_unavailable', 'rate_limited', 'not_caught_up', 'ledger_unavailable']);

/** What one secret is, at each position where that changed: what a check of it says. */
interface SecretAt {
  readonly position: number;
  readonly key: Aggregate<KeyState> | undefined;
  readonly organization: Aggregate<OrganizationState> | undefined;
}

/**
 * Every answer is what some state of the ledger says: one that was there before the request ended, and is no older
 * than what had been promised to be in force everywhere before the request started.
 */
export class AnswerCheck {
  readonly #log: CheckedLog;
  readonly #promises: Promises;
  readonly #environment: string;
  readonly #madeAt: ReadonlyMap<string, number>;
  readonly #states = new Map<string, readonly SecretAt[]>();

  constructor(
    log: CheckedLog,
    commands: readonly CommandRecord[],
    secrets: readonly SecretRecord[],
    environment: string,
  ) {
    this.#log = log;
    this.#promises = new Promises(log, commands);
    this.#environment = environment;
    this.#madeAt = new Map(secrets.map(({ secret, position }) => [secret, position]));
  }

  check(verify: VerifyRecord): Violation | null {
    if (NO_ANSWER.has(verify.answer)) return null;
    const states = this.#statesOf(verify.secret);
    const promise = this.#promises.before(verify.start);
    const floor = Math.max(promise?.position ?? -1, verify.atLeast ?? -1);
    const ceiling = this.#promises.writtenBefore(verify.end);
    // What is in force at the floor was written at it or below.
    const from = states.findLastIndex(({ position }) => position <= floor);
    const allowed = states.slice(Math.max(0, from)).filter(({ position }) => position <= Math.max(ceiling, floor));
    if (allowed.some((state) => this.#explains(state, verify))) return null;
    return this.#violation(verify, states, allowed, floor, promise);
  }

  #explains(state: SecretAt, verify: VerifyRecord): boolean {
    return verify.wall.some((wall) => this.#expected(state, verify, wall) === verify.answer);
  }

  #expected({ key, organization }: SecretAt, verify: VerifyRecord, wall: number): string {
    const digest = this.#digestOf(verify.secret);
    const index = key?.state.secrets.findIndex((secret) => secret.digest === digest) ?? -1;
    if (key === undefined || organization === undefined || index === -1) return 'invalid_key';
    const { scopes = [], route = null } = verify;
    return authorize(grantOf(key, organization, index), { ...PLAIN_REQUEST, scopes, route }, this.#environment, wall);
  }

  #violation(
    verify: VerifyRecord,
    states: readonly SecretAt[],
    allowed: readonly SecretAt[],
    floor: number,
    promise: ReturnType<Promises['before']>,
  ): Violation {
    const { secret, process, start, end, answer } = verify;
    const said = answer === '' ? 'accepted' : `refused as ${answer}`;
    const what = `${process} ${said} ${secret}, from ${start.toFixed(1)} to ${end.toFixed(1)}`;
    const isValid = (state: SecretAt): boolean => this.#expected(state, verify, -Infinity) === answer;
    const promised = promise === null ? '' : `; ${promise.text}`;
    const aggregates = this.#aggregatesOf(secret);
    const violation = (rule: Violation['rule'], why: string): Violation => ({
      rule,
      text: `${what}: ${why}${promised}`,
      aggregates,
      at: end,
    });
    if (answer !== '') return violation('unfounded-refusal', 'no state that is new enough says so');
    if (allowed.some(isValid)) return violation('expired-accept', 'it had ended by the wall clock of that process');
    if (states.some((state) => state.position < floor && isValid(state))) {
      const rule =
        promise?.isEverywhere === false && floor === promise.position ? 'effective-by-broken' : 'late-accept';
      return violation(rule, `only a state older than position ${String(floor)} allows it`);
    }
    return violation('unfounded-accept', 'no state of the ledger allows it');
  }

  /** What the secret was, from before it was made. */
  #statesOf(secret: string): readonly SecretAt[] {
    const known = this.#states.get(secret);
    if (known !== undefined) return known;
    const states: SecretAt[] = [{ position: -1, key: undefined, organization: undefined }];
    const [keyId = '', organizationId = ''] = this.#aggregatesOf(secret);
    const positions = [...this.#log.history(keyId), ...this.#log.history(organizationId)].map((each) => each.position);
    for (const position of positions.sort((one, other) => one - other)) {
      const key = this.#log.at(keyId, position) as Aggregate<KeyState> | undefined;
      const organization = this.#log.at(organizationId, position) as Aggregate<OrganizationState> | undefined;
      states.push({ position, key, organization });
    }
    this.#states.set(secret, states);
    return states;
  }

  /** Its key and its organization. */
  #aggregatesOf(secret: string): string[] {
    const keyId = this.#attemptOf(secret)?.aggregateId;
    const state = keyId === undefined ? undefined : this.#log.history(keyId)[0]?.aggregate.state;
    return keyId !== undefined && state?.type === 'key' ? [keyId, state.organizationId] : [];
  }

  #digestOf(secret: string): string | undefined {
    const event = this.#attemptOf(secret)?.event;
    return event?.type === 'key.created' || event?.type === 'key.rotated' ? event.secret.digest : undefined;
  }

  #attemptOf(secret: string) {
    return this.#log.attempts.get(this.#madeAt.get(secret) ?? -1);
  }
}
