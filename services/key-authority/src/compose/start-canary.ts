import { systemClock, systemTimers } from '@keyledger/ports';
import type { AssembledAuthority } from '../application/assemble.ts';
import type { Freshness } from '../application/freshness.ts';
import { KeyCommands } from '../application/key-commands.ts';
import { CANARY_STEPS, Canary, type CanaryObserver } from '../canary/canary.ts';
import { replicaCanary } from '../canary/replica-canary.ts';
import type { DigestKeys } from '../digests/digest-keys.ts';
import type { AuthorityContext } from './context.ts';

export interface CanaryParts {
  readonly digester: DigestKeys;
  readonly authority: AssembledAuthority;
  readonly freshness: Freshness;
}

const SECONDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300];

/** Last of all, as it uses what the others have started. */
export async function startCanary(context: AuthorityContext, parts: CanaryParts): Promise<void> {
  const { settings, lifecycle, health, directory, profile, environment } = context;
  const { digester, authority, freshness } = parts;
  const { canaryInterval: intervalMs } = settings;
  if (intervalMs === 0) return;
  const keys = new KeyCommands({
    directory,
    log: authority.log,
    digester,
    clock: systemClock,
    profile,
    environment,
    maxKeysPerOrganization: Infinity,
  });
  const { organizations, verifier } = authority;
  const { everywhere } = freshness;
  const isReady = (): boolean => health.report().ready;
  const subject = replicaCanary({ organizations, keys, verifier, everywhere, environment, isReady });
  const observer = observe(context);
  const { random } = Math;
  const canary = new Canary({ subject, observer, intervalMs, clock: systemClock, timers: systemTimers, random });
  await lifecycle.start(
    'canary',
    () => canary.start(),
    () => canary.stop(),
  );
}

/** A canary that fails is told, and takes nothing out of service. */
function observe({ health, metrics, logger }: AuthorityContext): CanaryObserver {
  let problem: string | null = null;
  health.watch('canary', () => problem, { informs: true });
  const revocation = metrics.histogram({
    name: 'canary_revocation_seconds',
    help: "Seconds from sending the revocation of the canary's key until it is refused: here, and everywhere",
    labels: ['until'],
    buckets: SECONDS,
  });
  const failures = metrics.counter({
    name: 'canary_failures_total',
    help: 'Rounds of the canary that went wrong, by the step that did',
    labels: ['step'],
  });
  for (const step of CANARY_STEPS) failures.inc({ step }, 0);
  return {
    revoked: (until, seconds) => revocation.observe({ until }, seconds),
    sang: () => void (problem = null),
    failed(step, why) {
      problem = `${step}: ${why}`;
      failures.inc({ step });
      logger.warn({ step, why }, 'the canary failed');
    },
  };
}
