import { type LedgerPosition, type OrganizationId, positionAt } from '@keyledger/domain';
import { Fault } from '@keyledger/ports';
import type { VirtualTime } from '../../../../libs/freshness/test/kit/virtual-time.ts';
import type { CanaryKey, CanaryStep, CanarySubject } from '../../src/canary/canary.ts';

/** What a canary sings to, and how it goes wrong. */
export class FakeReplica implements CanarySubject {
  readonly #time: VirtualTime;
  ready = true;
  failing: CanaryStep | null = null;
  /** What is said of the key, instead of what is so. */
  answers: boolean[] = [];
  outcome: Awaited<ReturnType<CanarySubject['everywhere']>> = 'everywhere';
  everywhereAfterMs = 0;
  beforeVerify: Promise<void> = Promise.resolve();
  created = 0;
  expiresAt = 0;
  readonly active = new Set<string>();
  readonly calls: CanaryStep[] = [];

  constructor(time: VirtualTime) {
    this.#time = time;
  }

  isReady(): boolean {
    return this.ready;
  }

  async organization(): Promise<OrganizationId> {
    await this.#step('organization');
    return 'org_canary' as OrganizationId;
  }

  async create(_organizationId: OrganizationId, expiresAt: number): Promise<CanaryKey> {
    await this.#step('create');
    this.created += 1;
    this.expiresAt = expiresAt;
    const id = `key_${String(this.created)}`;
    this.active.add(id);
    return { id, secret: `secret of ${id}` };
  }

  async isAllowed(secret: string): Promise<boolean> {
    const isActive = this.active.has(secret.replace('secret of ', ''));
    await this.#step(isActive ? 'verify' : 'refuse');
    if (isActive) await this.beforeVerify;
    return this.answers.shift() ?? isActive;
  }

  async revoke(keyId: string): Promise<LedgerPosition> {
    await this.#step('revoke');
    this.active.delete(keyId);
    return positionAt(7);
  }

  async everywhere(_position: LedgerPosition, signal: AbortSignal): ReturnType<CanarySubject['everywhere']> {
    await this.#step('everywhere');
    if (this.everywhereAfterMs > 0) {
      await new Promise<void>((resolve) => {
        const cancel = this.#time.after(this.everywhereAfterMs, resolve);
        signal.addEventListener('abort', () => {
          cancel();
          resolve();
        });
      });
    }
    return signal.aborted ? 'too late' : this.outcome;
  }

  #step(step: CanaryStep): Promise<void> {
    this.calls.push(step);
    if (this.failing !== step) return Promise.resolve();
    return Promise.reject(new Fault('ledger_unavailable', 'The ledger is not available.'));
  }
}
