import { Fault } from '@keyledger/ports';
import type { Logger } from '@keyledger/ports';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Secret, createLogger } from '../src/index.ts';

const BODY = 'Zz9'.repeat(16) + 'A';
const CREDENTIALS = [
  `kl_sk_live_${BODY}`,
  `kl_pk_test_${BODY}`,
  `ch_sk_${BODY}`,
  `ch_test_sk_${BODY}`,
  `ak_${BODY}`,
  `chrt_sk_developmentTEAM_${BODY}`,
  `chr_${BODY}`,
  `klt_${BODY}`,
  `whsec_${BODY}+/=`,
];
const EXACT = 'a "quoted" secret\nof two lines';

function capture(level: 'info' | 'silent' | 'debug' = 'info') {
  const lines: string[] = [];
  const destination = { write: (line: string) => void lines.push(line) };
  const logger = createLogger({ service: 'test', level, secrets: [new Secret(EXACT), undefined], destination });
  return { lines, logger };
}

function logged(write: (logger: Logger) => void): string {
  const { lines, logger } = capture();
  write(logger);
  expect(lines).toHaveLength(1);
  expect(() => JSON.parse(lines[0] ?? '')).not.toThrow();
  return lines.join('');
}

describe('a log entry', () => {
  it.each(CREDENTIALS)(
    'never holds %s: in the message, a field, a list, a name, an error or its cause',
    (credential) => {
      const cause = new Error(`because ${credential}`);
      const error = new Fault('internal', `about ${credential}`, { internal: `x\n${credential}\ny`, cause });
      const line = logged((logger) =>
        logger.info(
          { err: error, other: error, deep: { list: [{ credential }] }, [credential]: 1, url: `/x?k=${credential}&y` },
          `saw ${credential}.`,
        ),
      );
      expect(line).not.toContain(BODY);
      expect(line).toContain('[redacted]');
    },
  );

  it('never holds what follows Bearer, in any case of its letters and at the start of a line', () => {
    const line = logged((logger) =>
      logger.info({ raw: ['bearer opaque-1'], text: 'x\nBearer opaque-2' }, 'BEARER opaque-3'),
    );
    expect(line).not.toContain('opaque');
  });

  it('never holds a secret that the process was configured with', () => {
    const line = logged((logger) => logger.info({ where: `<${EXACT}>` }, EXACT));
    expect(line).not.toContain('quoted');
  });

  it('never holds the value of a member that is named as a secret, at any depth and of any type', () => {
    const line = logged((logger) =>
      logger.info(
        {
          headers: { Authorization: 'hidden', 'x-api-key': ['hidden', 'hidden'], 'Set-Cookie': 'hidden' },
          a: [{ secret: { nested: 'hidden' } }],
          nodeToken: 'hidden',
          err: Object.assign(new Error('e'), { token: 'hidden' }),
        },
        'x',
      ),
    );
    expect(line).not.toContain('hidden');
    expect(JSON.parse(line)).toMatchObject({ headers: { Authorization: '[redacted]' }, msg: 'x' });
  });

  it('never holds a secret from the bindings of a child', () => {
    const { lines, logger } = capture();
    logger.child({ token: 'hidden', key: CREDENTIALS[0] }).info('x');
    expect(lines.join('')).not.toMatch(/hidden|Zz9/);
  });

  it('keeps what is no secret, among it public ids', () => {
    const fields = { key: 'key_01hzy8q8q8q8q8q8q8q8q8q8q8', organization: 'org_x', tokens: 3, path: '/a_b' };
    const line = logged((logger) => logger.warn(fields, 'refused'));
    expect(JSON.parse(line)).toEqual({
      level: 'warn',
      time: expect.stringMatching(/Z$/),
      service: 'test',
      msg: 'refused',
      ...fields,
    });
  });

  it('is one line of JSON whatever surrounds a credential', () => {
    // As `fc.string({ unit: 'binary' })`, and half pairs; without its table of all code points, which takes most of a second.
    const around = fc
      .array(fc.integer({ min: 0, max: 0x10ffff }), { maxLength: 20 })
      .map((points) => String.fromCodePoint(...points));
    fc.assert(
      fc.property(around, around, fc.constantFrom(...CREDENTIALS), (before, after, credential) => {
        const line = logged((logger) => logger.info({ text: before + credential + after, token: after }, before));
        expect(line.indexOf('\n')).toBe(line.length - 1);
        expect(line).not.toContain(BODY);
      }),
    );
  });

  it('is redacted in time that grows no faster than its length', () => {
    const hostile = [
      'ch_'.repeat(100_000),
      ' '.repeat(300_000),
      `Bearer${' '.repeat(300_000)}`,
      '"token\\'.repeat(50_000),
    ];
    const before = performance.now();
    for (const text of hostile) logged((logger) => logger.info({ text }, 'x'));
    // With the square of it, this would take minutes.
    expect(performance.now() - before).toBeLessThan(15_000);
  });

  it('is written at its level and above alone', () => {
    const { lines, logger } = capture();
    logger.debug({}, 'no');
    logger.error({}, 'yes');
    expect(lines).toHaveLength(1);
    const silent = capture('silent');
    silent.logger.error({}, 'no');
    expect(silent.lines).toEqual([]);
  });
});
