import type { EndpointHealth } from '@keyledger/ports';

export interface RunningAttempt {
  /** Whose the endpoint is. */
  readonly owner: string;
  readonly health: EndpointHealth;
  /** Never rejects. */
  readonly ended: Promise<void>;
}

export interface AttemptLimits {
  /** To as many endpoints. */
  readonly atOnce: number;
  /** To as many of one owner. */
  readonly atOnceOfOne: number;
}

/** What is under way: of each endpoint at most one attempt, and never so many to those that hang that others find no room. */
export class RunningAttempts {
  readonly #limits: AttemptLimits;
  readonly #byEndpoint = new Map<string, RunningAttempt>();

  constructor(limits: AttemptLimits) {
    this.#limits = limits;
  }

  /** How many more may begin: endpoints that fail leave half to the others. */
  room(health: EndpointHealth): number {
    const { atOnce } = this.#limits;
    const room = atOnce - this.#byEndpoint.size;
    return health === 'well'
      ? room
      : Math.min(room, Math.ceil(atOnce / 2) - this.#count((each) => each.health === health));
  }

  hasRoomFor(owner: string): boolean {
    return this.#count((each) => each.owner === owner) < this.#limits.atOnceOfOne;
  }

  endpoints(): Iterable<string> {
    return this.#byEndpoint.keys();
  }

  begin(webhookId: string, attempt: RunningAttempt): void {
    this.#byEndpoint.set(webhookId, attempt);
  }

  end(webhookId: string): void {
    this.#byEndpoint.delete(webhookId);
  }

  async allEnded(): Promise<void> {
    await Promise.all(Array.from(this.#byEndpoint.values(), ({ ended }) => ended));
  }

  #count(isCounted: (attempt: RunningAttempt) => boolean): number {
    return [...this.#byEndpoint.values()].filter(isCounted).length;
  }
}
