import { describe, expect, it } from 'vitest';
import { createHealth, createMetrics } from '../src/index.ts';

describe('health', () => {
  it('is not ready before every check has said that it is ok', () => {
    const health = createHealth();
    expect(health.report().ready).toBe(false);
    const ledger = health.check('ledger');
    const authority = health.check('authority');
    ledger.ok();
    expect(health.report()).toEqual({
      ready: false,
      checks: [
        { name: 'ledger', ok: true, why: '' },
        { name: 'authority', ok: false, why: 'starting' },
      ],
    });
    authority.ok();
    expect(health.report().ready).toBe(true);
  });

  it('is lost again when a check fails, also without a reason', () => {
    const health = createHealth();
    const ledger = health.check('ledger');
    ledger.ok();
    ledger.failing('');
    expect(health.report()).toEqual({ ready: false, checks: [{ name: 'ledger', ok: false, why: 'failing' }] });
  });

  it('does not depend on a check that merely informs, and is not had by one alone', () => {
    const health = createHealth();
    const catalogue = health.check('catalogue', { informs: true });
    catalogue.ok();
    expect(health.report().ready).toBe(false);
    health.check('ledger').ok();
    catalogue.failing('locked');
    expect(health.report()).toMatchObject({ ready: true, checks: [{ name: 'catalogue', ok: false }, { ok: true }] });
  });

  it('refuses a second check of the same name', () => {
    const health = createHealth();
    health.check('ledger');
    expect(() => health.check('ledger')).toThrow('declared twice');
  });
});

describe('metrics', () => {
  it('carry the prefix of the product, and those of the process their usual names', async () => {
    const metrics = createMetrics();
    const refused = metrics.counter({ name: 'refused_total', help: 'refusals', labels: ['reason'] });
    refused.inc({ reason: 'revoked_key' });
    refused.labels({ reason: 'revoked_key' }).inc(2);
    metrics.counter({ name: 'bare_total', help: 'no labels' }).inc({});
    metrics.gauge({ name: 'cached_keys', help: 'keys' }).set({}, 7);
    metrics.histogram({ name: 'verify_seconds', help: 'time', buckets: [0.1, 1] }).observe({}, 0.5);
    let lag: number | undefined = 3;
    metrics.measured({ name: 'lag_seconds', help: 'lag' }, () => lag);
    const text = await metrics.text();
    for (const line of [
      'keyledger_refused_total{reason="revoked_key"} 3',
      'keyledger_bare_total 1',
      'keyledger_cached_keys 7',
      'keyledger_verify_seconds_bucket{le="1"} 1',
      'keyledger_lag_seconds 3',
    ]) {
      expect(text.split('\n')).toContain(line);
    }
    expect(text).toMatch(/^process_cpu_seconds_total /m);
    expect(text).toMatch(/^nodejs_eventloop_lag_seconds /m);
    lag = undefined;
    expect(await metrics.text()).not.toMatch(/^keyledger_lag_seconds /m);
  });

  it('are apart from those of another registry in the same process', async () => {
    const [one, other] = [createMetrics(), createMetrics()];
    one.counter({ name: 'only_total', help: 'x' }).inc({});
    expect(await other.text()).not.toContain('only_total');
  });
});
