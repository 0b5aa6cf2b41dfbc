/** One named condition that the process needs to do its work. */
export interface HealthCheck {
  ok(): void;
  /** Until `ok()`. The text is for operators and public on the ops port. */
  failing(why: string): void;
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
  check(name: string): HealthCheck;
  /** Ready is only a process that has checks, all of which are ok. */
  report(): HealthReport;
}

export function createHealth(): Health {
  const whyByName = new Map<string, string>();
  return {
    check(name) {
      if (whyByName.has(name)) throw new Error(`the health check ${name} is declared twice`);
      whyByName.set(name, 'starting');
      return {
        ok: () => void whyByName.set(name, ''),
        failing: (why) => void whyByName.set(name, why === '' ? 'failing' : why),
      };
    },
    report() {
      const checks = [...whyByName].map(([name, why]) => ({ name, ok: why === '', why }));
      return { ready: checks.length > 0 && checks.every(({ ok }) => ok), checks };
    },
  };
}
