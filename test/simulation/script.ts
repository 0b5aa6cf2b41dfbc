import type { CommandAnswer } from './authority-process.ts';
import type { Answering } from './client.ts';
import { FAULT_KINDS, type FaultKind } from './fault-kinds.ts';
import { type Started, startFault } from './faults.ts';
import type { Command, KnownKey } from './operator.ts';
import type { PlannedFault } from './scenario.ts';
import type { World } from './world.ts';

const ORGANIZATIONS = 2;
const KEYS = 4;
const TOKENS = 2;
const FAULT_TRIES = 5;
/** Of what a command has ended. */
const KEYS_ASKED = 2;
const SECRETS_ASKED = 2;
/** In longest leases: how long everything may take to get well again, once nothing is wrong. */
const LIVELINESS = 40;
/** A repeat of an older command would be a new one (rule 19). */
const REPEATED_WITHIN = 8;

/** The course of one seed: a calm beginning, trouble, and a calm end at which everybody must agree. */
export class Script {
  readonly #world: World;
  /** What goes on beside the main course. */
  readonly #running = new Set<Promise<unknown>>();
  #failed: Error | undefined;

  constructor(world: World) {
    this.#world = world;
  }

  async run(): Promise<void> {
    const { network, scheduler, scenario, operator } = this.#world;
    network.isHealed = true;
    for (const process of this.#world.processes) process.start();
    await this.#untilWell();
    await this.#prepare();
    network.isHealed = false;
    operator.usesTokens = true;
    for (const fault of scenario.faults) scheduler.after(fault.at, () => this.#begin(this.#fault(fault)));
    for (const at of scenario.commandsAt) scheduler.after(at, () => this.#begin(this.#anyCommand()));
    for (let left = scenario.verifies; left > 0; left--) {
      scheduler.after(this.#world.random.between(0, scenario.endsAt), () => this.#begin(this.#anyVerify()));
    }
    await scheduler.sleep(scenario.endsAt);
    await this.#heal();
    await this.#conclude();
  }

  #begin(task: Promise<unknown>): void {
    const running = task
      .catch((error: unknown) => (this.#failed ??= error instanceof Error ? error : new Error(String(error))))
      .finally(() => this.#running.delete(running));
    this.#running.add(running);
  }

  /** What was planned is over; nothing of it may have failed. */
  async #settled(): Promise<void> {
    while (this.#running.size > 0) await Promise.all(this.#running);
    if (this.#failed !== undefined) throw this.#failed;
  }

  async #prepare(): Promise<void> {
    const { operator, random } = this.#world;
    for (let i = 0; i < ORGANIZATIONS; i++) await operator.send(operator.createOrganization(`org-${String(i)}`), 20);
    for (let i = 0; i < KEYS; i++) {
      await operator.send(operator.createKey(random.pick(operator.organizations), null), 20);
    }
    for (let i = 0; i < TOKENS; i++) await operator.send(operator.createToken(), 20);
    for (const key of operator.keys) await Promise.all(this.#answering.map((at) => this.#ask(at, key)));
  }

  get #answering(): readonly Answering[] {
    return [...this.#world.nodes, ...this.#world.authorities];
  }

  /** Starts a fault, ends it in time, and takes something away meanwhile. */
  async #fault({ kind, lastsMs }: PlannedFault): Promise<void> {
    const { scheduler, random, hold, nodes } = this.#world;
    const fault = this.#start(kind, lastsMs);
    if (fault === null) return;
    this.#begin(scheduler.sleep(Math.max(lastsMs, 1.5 * (fault.worstAfterMs ?? 0))).then(fault.end));
    const key = this.#anyKey();
    const waitMs = fault.worstAfterMs ?? random.between(0, Math.min(lastsMs, hold));
    await scheduler.sleep(waitMs / 2);
    for (const node of nodes) this.#begin(this.#ask(node, key));
    await scheduler.sleep(fault.worstAfterMs !== undefined || random.chance(0.5) ? waitMs / 2 : random.between(0, 3));
    await this.#send(this.#narrowing(key));
    await scheduler.sleep(random.between(0, lastsMs));
    for (const at of this.#answering) this.#begin(this.#ask(at, key));
  }

  /** This kind, or where that cannot be now, another one. */
  #start(kind: FaultKind, lastsMs: number): Started | null {
    const { random, seen } = this.#world;
    for (const each of [kind, ...Array.from({ length: FAULT_TRIES }, () => random.pick(FAULT_KINDS))]) {
      const fault = startFault(each, this.#world, lastsMs);
      if (fault === null) continue;
      seen.count(each);
      this.#world.faults += 1;
      return fault;
    }
    return null;
  }

  async #anyCommand(): Promise<void> {
    const { random, authorities } = this.#world;
    if (random.chance(0.2)) random.pick(authorities).saveCheckpoint();
    await this.#send(random.chance(0.5) ? this.#narrowing() : this.#widening());
  }

  #narrowing(key = this.#anyKey()): Command {
    const { operator, random, scheduler, hold } = this.#world;
    const chance = random.next();
    if (chance < 0.08 && operator.tokens.length > 0)
      return operator.revokeToken(random.pick(operator.tokens.slice(-TOKENS)));
    if (chance < 0.16) return operator.pauseOrganization(key.organizationId);
    if (chance < 0.4) return operator.change(key, 'pause');
    if (chance < 0.55) return operator.change(key, 'revoke');
    if (chance < 0.7) return operator.change(key, 'rotate', 0);
    if (chance < 0.85) return operator.change(key, 'finish-rotation');
    if (chance < 0.95) return operator.update(key, { scopes: random.pick([['read'], [], ['read', 'write']]) });
    const expiresAt = Math.round(this.#world.epoch + scheduler.now + random.between(1, 3 * hold));
    return operator.update(key, { expiresAt });
  }

  #widening(): Command {
    const { operator, random, hold } = this.#world;
    const key = this.#anyKey();
    const chance = random.next();
    if (chance < 0.05) return operator.createToken();
    if (chance < 0.1) return operator.changeMaxHold(Math.round(hold * random.between(0.6, 1.2)));
    if (chance < 0.3) return operator.change(key, 'resume');
    if (chance < 0.45) return operator.resumeOrganization(key.organizationId);
    if (chance < 0.7) return operator.change(key, 'rotate', Math.round(random.between(1, 3 * hold)));
    return operator.createKey(random.pick(operator.organizations), null);
  }

  async #send(command: Command): Promise<void> {
    const { operator, random, scheduler, hold } = this.#world;
    const answer = await operator.send(command, random.chance(0.3) ? 1 : 4);
    if (answer === null) return;
    await this.#probe(command, answer);
    const key = operator.keys.find(({ id }) => id === answer.aggregateId);
    if (key === undefined || !random.chance(0.25)) return;
    // A client that lost the answer sends it again; at once, or after others.
    const sent = key.commands;
    await scheduler.sleep(random.between(0, hold));
    if (key.commands - sent > REPEATED_WITHIN) return;
    const again = await operator.attempt(command);
    if (typeof again === 'object') await this.#probe(command, again);
  }

  /** Asks everybody at the first moment of which the answer says something, and again. */
  async #probe(command: Command, { aggregateId, applied, effectiveWithinMs }: CommandAnswer): Promise<void> {
    const { operator, random, scheduler, hold } = this.#world;
    const keys = operator.keys.filter(({ id, organizationId }) => id === aggregateId || organizationId === aggregateId);
    if (!command.narrows) {
      if (random.chance(0.5)) for (const key of keys) await this.#ask(random.pick(this.#answering), key);
      return;
    }
    if (effectiveWithinMs === null) return;
    if (applied === 'ledger') await scheduler.sleep(effectiveWithinMs);
    await scheduler.sleep(0.001);
    for (const at of this.#answering) for (const key of keys.slice(-KEYS_ASKED)) this.#begin(this.#ask(at, key));
    await scheduler.sleep(random.between(0, hold / 4));
    await this.#ask(random.pick(this.#answering), random.pick(keys));
  }

  async #anyVerify(): Promise<void> {
    const { random, nodes, authorities } = this.#world;
    await this.#ask(random.chance(0.85) ? random.pick(nodes) : random.pick(authorities), this.#anyKey());
  }

  async #ask(at: Answering, { secrets }: KnownKey): Promise<void> {
    const { client, random } = this.#world;
    const scopes = random.chance(0.3) ? [random.pick(['read', 'write'])] : [];
    await Promise.all(secrets.slice(-SECRETS_ASKED).map((secret) => client.verify(at, secret, scopes)));
  }

  /** Newer ones more often. */
  #anyKey(): KnownKey {
    const { operator, random } = this.#world;
    return random.pick(random.chance(0.5) ? operator.keys.slice(-3) : operator.keys);
  }

  async #heal(): Promise<void> {
    const { network, processes, scheduler, broker, operator } = this.#world;
    this.#world.note('everything gets well');
    operator.usesTokens = false;
    network.healAll();
    for (const { machine } of processes) {
      broker.findLeader(machine.name);
      machine.resume();
    }
    await this.#settled();
    for (const process of processes) if (!process.machine.isUp) process.start();
    await scheduler.sleep(this.#world.hold);
    await this.#untilWell();
  }

  /** A last promise is above everything: by then every answer must be that of the last state. */
  async #conclude(): Promise<void> {
    const { operator, authorities, recorder, client, random, hold } = this.#world;
    const command = operator.createKey(random.pick(operator.organizations), null);
    const made = await operator.send(command, 20);
    const key = operator.keys.find(({ id }) => id === made?.aggregateId);
    if (key === undefined) throw new Error('nothing can be made, although everything is well');
    const ended = await operator.send(operator.change(key, 'revoke'), 3, LIVELINESS * hold);
    if (ended?.applied !== 'everywhere') throw new Error('nothing can be ended, although everything is well');
    do {
      for (const at of this.#answering)
        await Promise.all(operator.keys.slice(-KEYS).map((each) => this.#ask(at, each)));
    } while (client.verifies < 200);
    while (operator.commands < 30) await operator.send(operator.change(random.pick(operator.keys), 'resume'), 5);
    await this.#settled();
    for (const { machine, directory } of authorities) if (directory !== null) recorder.state(machine.name, directory);
  }

  async #untilWell(): Promise<void> {
    const { scheduler, processes, hold } = this.#world;
    const deadline = scheduler.now + LIVELINESS * hold;
    for (;;) {
      const ill = processes.filter((process) => !process.isWell);
      if (ill.length === 0) return;
      if (scheduler.now > deadline)
        throw new Error(`not well by itself: ${ill.map((each) => each.machine.name).join()}`);
      await scheduler.sleep(hold / 20);
    }
  }
}
