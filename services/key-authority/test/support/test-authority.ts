import { randomBytes } from 'node:crypto';
import { type Catalogue, type UsageStore, openCatalogue, openUsageStore } from '@keyledger/catalogue';
import { Directory } from '@keyledger/directory';
import { type BucketLimit, DEFAULT_PROFILE, type Profile } from '@keyledger/domain';
import { type Clock, type Fault, type Logger, silentLogger, systemTimers } from '@keyledger/ports';
import { type AssembledAuthority, assembleAuthority } from '../../src/application/assemble.ts';
import type { Freshness } from '../../src/application/freshness.ts';
import { NO_WEBHOOKS, type WebhookParts } from '../../src/application/webhook-deliveries.ts';
import { DigestKeys } from '../../src/digests/digest-keys.ts';
import { Acknowledged } from '../../src/ledger/acknowledged.ts';
import { CatalogueFeed } from '../../src/ledger/catalogue-feed.ts';
import { establishLedger } from '../../src/ledger/establish-ledger.ts';
import { Projector } from '../../src/ledger/projector.ts';
import { nobodyElse } from './test-freshness.ts';
import { TestLedger } from './test-ledger.ts';

export const ADMIN_TOKEN = 'test-admin-token-of-at-least-32-characters';
export const NODE_TOKEN = 'test-node-token-of-at-least-32-characters-';

/** No test of this kit cuts its ledger; one that does is told. */
const failed = (fault: Fault): never => {
  throw fault;
};

/** Both clocks, moved by hand. */
export class TestClock implements Clock {
  now = Date.parse('2026-11-22T20:00:00.000Z');
  wall = (): number => this.now;
  monotonic = (): number => this.now;
}

export interface TestAuthority {
  readonly authority: AssembledAuthority;
  readonly ledger: TestLedger;
  readonly directory: Directory;
  readonly digestKeys: DigestKeys;
  readonly projector: Projector;
  readonly catalogue: Catalogue;
  readonly usage: UsageStore;
  readonly clock: TestClock;
  /** What `status().ready` says. */
  ready: boolean;
  stop(): Promise<void>;
}

export interface TestAuthorityOptions {
  readonly logger?: Logger;
  /** Left out: longer than any command takes on a busy machine. */
  readonly commandTimeoutMs?: number;
  readonly commandLimit?: BucketLimit;
  readonly maxKeysPerOrganization?: number;
  /** Left out: the default one. */
  readonly profile?: () => Profile;
  /** Left out: `live`. */
  readonly environment?: string;
  /** Left out: nobody holds a lease, so that everything takes effect everywhere at once. */
  readonly freshness?: Freshness;
  readonly stopping?: AbortSignal;
  /** Left out: nothing is sent. */
  readonly webhooks?: WebhookParts;
}

/** The real application on a ledger in memory. */
export async function startTestAuthority(options: TestAuthorityOptions = {}): Promise<TestAuthority> {
  const { logger = silentLogger, commandTimeoutMs = 30_000, maxKeysPerOrganization = 1_000 } = options;
  const { profile = () => DEFAULT_PROFILE, environment = 'live' } = options;
  const { commandLimit = { burst: 200, perSecond: 20 } } = options;
  const { webhooks = NO_WEBHOOKS } = options;
  const { freshness = nobodyElse(), stopping = new AbortController().signal } = options;
  const ledger = new TestLedger();
  const directory = new Directory();
  const catalogue = openCatalogue({ file: ':memory:', logger });
  const usage = openUsageStore({ file: ':memory:', logger });
  const feed = new CatalogueFeed({ catalogue, logger });
  feed.live();
  const projector = new Projector({ follower: ledger, directory, catalogue: feed, timers: systemTimers });
  const acknowledged = new Acknowledged({ ledger, applied: () => projector.applied, fail: failed });
  const digestKeys = new DigestKeys();
  digestKeys.replace({ keys: new Map([['first', randomBytes(32)]]), activeId: 'first' });
  const clock = new TestClock();
  const authority = assembleAuthority({
    ledger,
    acknowledged,
    directory,
    catalogue: feed,
    usage,
    projector,
    digester: digestKeys,
    webhooks,
    clock,
    logger,
    profile,
    environment,
    bootstrap: { admin: ADMIN_TOKEN, node: NODE_TOKEN },
    commandLimit,
    commandTimeoutMs,
    maxKeysPerOrganization,
    isReady: () => started.ready,
    freshness,
    stopping,
  });
  const ending = new AbortController();
  const running = projector.run(ending.signal);
  const stop = async (): Promise<void> => {
    await authority.revokeBySecret.close(0);
    ending.abort();
    await running;
    feed.stop();
    catalogue.close();
    await usage.close();
  };
  const started: TestAuthority = {
    authority,
    ledger,
    directory,
    digestKeys,
    projector,
    catalogue,
    usage,
    clock,
    ready: true,
    stop,
  };
  await establishLedger(directory, authority.log, clock, 5_000);
  return started;
}
