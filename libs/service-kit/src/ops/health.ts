/** One named condition that the process needs to do its work. */
export interface HealthCheck {
  ok(): void;
  /** Until `ok()`. The text is for operators and public on the ops port. */
  failing(why: string): void;
}

export interface HealthCheckOptions {
  /** The process does its work without this: the check is shown, and readiness does not depend on it. */
  readonly informs?: boolean;
}

export interface CheckReport {
  readonly name: string;
  readonly ok: boolean;
  /** Empty where it is ok. */
  readonly why: string;
}

export interface HealthReport {
  readonly ready: boolean;
  readonly checks: readonly CheckReport[];
}

export interface Health {
  /** Declares a check, which fails as `starting` until its component says otherwise. A name is declared once. */
  check(name: string, options?: HealthCheckOptions): HealthCheck;
  /** Declares a check that is asked whenever somebody looks. @param why null: it is ok */
  watch(name: string, why: () => string | null, options?: HealthCheckOptions): void;
  /** Ready is only a process that has checks, of which all that do not merely inform are ok. */
  report(): HealthReport;
}

const withVerdict = ({ name, why }: { name: string; why: string }): CheckReport => ({ name, ok: why === '', why });

export function createHealth(): Health {
  const whyByName = new Map<string, () => string>();
  const informing = new Set<string>();
  const declare = (name: string, why: () => string, { informs = false }: HealthCheckOptions = {}): void => {
    if (whyByName.has(name)) throw new Error(`the health check ${name} is declared twice`);
    whyByName.set(name, why);
    if (informs) informing.add(name);
  };
  return {
    check(name, options) {
      let said = 'starting';
      declare(name, () => said, options);
      return {
        ok: () => void (said = ''),
        failing: (why) => void (said = why === '' ? 'failing' : why),
      };
    },
    watch: (name, why, options) => declare(name, () => why() ?? '', options),
    report() {
      const checks = [...whyByName].map(([name, why]) => ({ name, why: why() })).map(withVerdict);
      const needed = checks.filter(({ name }) => !informing.has(name));
      return { ready: needed.length > 0 && needed.every(({ ok }) => ok), checks };
    },
  };
}
