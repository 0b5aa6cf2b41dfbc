import { setTimeout as delay } from 'node:timers/promises';
import type { CommandVerb } from '../../history/records.ts';
import type { Answer } from '../../kit/admin-client.ts';
import type { SeededRandom } from '../../kit/seeded.ts';
import type { HistoryFile } from '../history/history-file.ts';
import { parsePosition } from '@keyledger/domain';
import type { Commander } from './commands.ts';
import type { Keys, KnownKey } from './keys.ts';

const KEYS = 5;
const PAUSE_MS = 700;
/** Before a command, so that every holder has the key in its cache when it comes. */
const WARM_MS = 250;
const EVERYWHERE_SHARE = 0.7;
const EXPIRING_SHARE = 0.15;
const EXPIRES_WITHIN_MS = 15_000;
/** Two commands of the same kind for one key at once: both must be true. */
const TWICE_SHARE = 0.2;

type Verb = Extract<CommandVerb, 'revoke' | 'pause' | 'resume' | 'rotate' | 'finish-rotation'>;

export interface ClientOptions {
  readonly name: string;
  readonly organizationId: string;
  readonly commander: Commander;
  readonly keys: Keys;
  readonly history: HistoryFile;
  readonly random: SeededRandom;
}

/** An administrator who makes keys, and takes authority away from them in every way there is. */
export class Client {
  readonly #options: ClientOptions;
  readonly #own: KnownKey[] = [];
  #commands = 0;

  constructor(options: ClientOptions) {
    this.#options = options;
  }

  async goOn(over: AbortSignal): Promise<void> {
    const { random } = this.#options;
    while (!over.aborted) {
      await delay(PAUSE_MS * random.between(0.3, 1.7));
      if (this.#own.length < KEYS) await this.#create();
      else await this.#change(random.pick(this.#own));
    }
  }

  async #create(): Promise<void> {
    const { organizationId, random, keys } = this.#options;
    const expires = random.chance(EXPIRING_SHARE)
      ? { expires_at: new Date(Date.now() + random.between(2_000, EXPIRES_WITHIN_MS)).toISOString() }
      : {};
    const path = `/v1/organizations/${organizationId}/keys`;
    const answer = await this.#send('create-key', path, { name: 'key', ...expires }, '');
    if (answer === null || typeof answer.body['secret'] !== 'string') return; // nobody was shown the secret
    const key: KnownKey = {
      id: String(answer.body['id']),
      organizationId,
      secrets: [],
      isPaused: false,
      isRotating: false,
      isRevoked: false,
      position: '',
    };
    this.#own.push(key);
    this.#learn(key, answer);
    keys.changed(key);
  }

  async #change(key: KnownKey): Promise<void> {
    const { random, keys } = this.#options;
    const verb = this.#verbFor(key);
    const body = {
      ...(random.chance(EVERYWHERE_SHARE) ? {} : { wait_for: 'ledger' }),
      ...(verb === 'rotate' ? { overlap: random.chance(0.6) ? 'PT0S' : 'PT1H' } : {}),
    };
    keys.heat(key);
    await delay(WARM_MS);
    const times = verb !== 'rotate' && random.chance(TWICE_SHARE) ? 2 : 1;
    await Promise.all(
      Array.from({ length: times }, async () => {
        const answer = await this.#send(verb, `/v1/keys/${key.id}/${verb}`, body, key.id);
        if (answer !== null && answer.status === 200)
          this.#believe(key, verb, 'overlap' in body && body.overlap === 'PT1H', answer);
        keys.changed(key);
      }),
    );
    if (key.isRevoked) this.#own.splice(this.#own.indexOf(key), 1);
  }

  #verbFor(key: KnownKey): Verb {
    const { random } = this.#options;
    if (key.isPaused) return random.chance(0.8) ? 'resume' : 'revoke';
    if (key.isRotating && random.chance(0.6)) return 'finish-rotation';
    return random.pick(['revoke', 'revoke', 'pause', 'rotate'] as const);
  }

  #believe(key: KnownKey, verb: Verb, overlaps: boolean, answer: Answer): void {
    if (verb === 'revoke') key.isRevoked = true;
    if (verb === 'pause' || verb === 'resume') key.isPaused = verb === 'pause';
    if (verb === 'rotate' || verb === 'finish-rotation') key.isRotating = overlaps;
    this.#learn(key, answer);
  }

  #learn(key: KnownKey, { body }: Answer): void {
    const { keys, history } = this.#options;
    key.position = String(body['position']);
    const position = parsePosition(key.position)?.position;
    const { secret: text } = body;
    if (typeof text !== 'string' || position === undefined) return;
    const name = `${key.id}.${String(key.secrets.length + 1)}`;
    history.record({ kind: 'secret', secret: name, position });
    keys.add(key, { name, text });
  }

  async #send(verb: CommandVerb, path: string, body: object, aggregate: string): Promise<Answer | null> {
    const idempotencyKey = `${this.#options.name} ${String(++this.#commands)}`;
    return this.#options.commander.send({ verb, path, body, aggregate, idempotencyKey });
  }
}
