import { describe, expect, it } from 'vitest';
import {
  Secret,
  choice,
  defineSettings,
  describeProblem,
  duration,
  flag,
  integer,
  list,
  port,
  readSettings,
  refuse,
  secret,
  text,
} from '../src/index.ts';
import type { Environment } from '../src/index.ts';
import { scratchFile } from './scratch.ts';

const table = defineSettings(
  {
    name: text('KEYLEDGER_NAME', { summary: 'a name', required: true }),
    port: port('KEYLEDGER_PORT', { summary: 'a port', default: '8400' }),
    wait: duration('KEYLEDGER_WAIT', { summary: 'a time', default: '5s' }),
    mode: choice('KEYLEDGER_MODE', ['fast', 'safe'], { summary: 'a mode' }),
    strict: flag('KEYLEDGER_STRICT', { summary: 'a switch', default: 'on' }),
    hosts: list('KEYLEDGER_HOSTS', 'hosts', (each) => (each === '' ? refuse('must not be empty') : each), {
      summary: 'some hosts',
    }),
    token: secret('KEYLEDGER_TOKEN', { summary: 'a token', minLength: 8, header: true }),
    low: integer('KEYLEDGER_LOW', { summary: 'a number', default: '1' }),
    high: integer('KEYLEDGER_HIGH', { summary: 'a number', default: '9', max: 100 }),
  },
  [
    {
      of: ['low', 'high'],
      check: ({ low, high }) => (low > high ? { name: 'KEYLEDGER_LOW', message: 'must not be above the high' } : null),
    },
  ],
);

function problemsOf(env: Environment, yaml?: string): string[] {
  const file = yaml === undefined ? undefined : scratchFile('k.yaml', yaml);
  const reading = readSettings(table, { env, file, known: ['KEYLEDGER_OTHER', 'KEYLEDGER_OIDC_*'] });
  return reading.ok ? [] : reading.problems.map((each) => describeProblem(each).replaceAll(file ?? '\0', 'k.yaml'));
}

function valuesOf(env: Environment, yaml?: string) {
  const reading = readSettings(table, { env, file: yaml === undefined ? undefined : scratchFile('k.yaml', yaml) });
  if (!reading.ok) throw new Error(reading.problems.map(describeProblem).join('\n'));
  return reading.values;
}

describe('reading settings', () => {
  it('yields defaults for what is not given and undefined where there is none', () => {
    expect(valuesOf({ KEYLEDGER_NAME: 'n' })).toEqual({
      name: 'n',
      port: 8400,
      wait: 5_000,
      mode: undefined,
      strict: true,
      hosts: undefined,
      token: undefined,
      low: 1,
      high: 9,
    });
  });

  it('lets the environment win over the file, and the file over the default', () => {
    const values = valuesOf({ KEYLEDGER_NAME: 'env' }, 'name: file\nport: 0\nstrict: off\nhosts: [a, b]\nlow: 2\n');
    expect(values).toMatchObject({ name: 'env', port: 0, strict: false, hosts: ['a', 'b'], low: 2 });
  });

  it('counts an empty variable as not given', () => {
    expect(valuesOf({ KEYLEDGER_NAME: 'n', KEYLEDGER_PORT: '', KEYLEDGER_TOKEN: '' })).toMatchObject({ port: 8400 });
    expect(problemsOf({ KEYLEDGER_NAME: '' })).toEqual(['KEYLEDGER_NAME: is required: a text']);
  });

  it('yields an object that nobody can change', () => {
    const values = valuesOf({ KEYLEDGER_NAME: 'n', KEYLEDGER_HOSTS: 'a, b' });
    expect(Object.isFrozen(values)).toBe(true);
    expect(Object.isFrozen(values.hosts)).toBe(true);
  });

  it('reports every problem at once, each by the name of its variable', () => {
    const problems = problemsOf({
      KEYLEDGER_PORT: '65536',
      KEYLEDGER_WAIT: '5 s',
      KEYLEDGER_MODE: 'FAST',
      KEYLEDGER_STRICT: 'true',
      KEYLEDGER_HOSTS: 'a,,b',
      KEYLEDGER_TOKEN: 'short',
      KEYLEDGER_LOW: '-1',
      KEYLEDGER_HIGH: '101',
      KEYLEDGER_PROT: '1',
    });
    expect(problems).toEqual([
      'KEYLEDGER_PROT: is no setting of Keyledger; did you mean KEYLEDGER_PORT?',
      'KEYLEDGER_NAME: is required: a text',
      'KEYLEDGER_PORT: must be a port from 0 (any that is free) to 65535',
      'KEYLEDGER_WAIT: must be a duration such as `500ms`, `5s`, `10m`, `1h` or `2d`',
      'KEYLEDGER_MODE: must be `fast` or `safe`',
      'KEYLEDGER_STRICT: must be `on` or `off`',
      'KEYLEDGER_HOSTS: must not be empty (value 2 of the list)',
      'KEYLEDGER_TOKEN: must be a secret of at least 8 characters of visible ASCII without blanks',
      'KEYLEDGER_LOW: must be a whole number of at least 0',
      'KEYLEDGER_HIGH: must be a whole number from 0 to 100',
    ]);
  });

  it('names file and line of what is wrong in the file', () => {
    expect(problemsOf({}, 'name: n\n\nport: x\nwiat: 1s\nmode: { a: b }\nPort: 1\n')).toEqual([
      'KEYLEDGER_MODE (mode, k.yaml line 5): must be one value or a list',
      'k.yaml line 6: has a key that is no name of a setting in lower case without prefix',
      'KEYLEDGER_WIAT (wiat, k.yaml line 4): is no setting of Keyledger; did you mean wait?',
      'KEYLEDGER_PORT (port, k.yaml line 3): must be a port from 0 (any that is free) to 65535',
    ]);
  });

  it('looks at a rule between settings only where each is well-formed, and says where the blamed one stands', () => {
    expect(problemsOf({ KEYLEDGER_NAME: 'n' }, 'low: 10\n')).toEqual([
      'KEYLEDGER_LOW (low, k.yaml line 1): must not be above the high',
    ]);
    expect(problemsOf({ KEYLEDGER_NAME: 'n', KEYLEDGER_HIGH: 'x' }, 'low: 10\n')).toHaveLength(1);
  });

  it.each([
    ['a broken file', 'name: [\n', /^k\.yaml line \d+: is not valid YAML \([A-Z_]+\)$/],
    ['a name that is given twice', 'name: a\nname: b\n', /^k\.yaml line 2: is not valid YAML \(DUPLICATE_KEY\)$/],
    ['a file that is no mapping', '- a\n', /^k\.yaml: must be a mapping of settings$/],
  ])('refuses %s, and calls nothing missing that could stand in it', (_what, yaml, message) => {
    const problems = problemsOf({}, yaml);
    expect(problems.length).toBeGreaterThan(0);
    for (const problem of problems) expect(problem).toMatch(message);
  });

  it('reports a file that cannot be read', () => {
    const reading = readSettings(table, { env: {}, file: '/nowhere/k.yaml' });
    expect(reading).toEqual({ ok: false, problems: [{ name: '/nowhere/k.yaml', message: 'cannot be read (ENOENT)' }] });
  });

  it('accepts an empty file', () => {
    expect(problemsOf({ KEYLEDGER_NAME: 'n' }, '# nothing yet\n')).toEqual([]);
  });

  it("accepts other processes' names, service links of Kubernetes, and names that are not Keyledger's", () => {
    const env = {
      KEYLEDGER_NAME: 'n',
      KEYLEDGER_OTHER: 'x',
      KEYLEDGER_OIDC_ISSUER: 'x',
      KEYLEDGER_AUTHORITY_SERVICE_HOST: '10.0.0.1',
      KEYLEDGER_AUTHORITY_SERVICE_PORT_HTTP: '8400',
      KEYLEDGER_AUTHORITY_PORT: 'tcp://10.0.0.1:8400',
      KEYLEDGER_AUTHORITY_PORT_8400_TCP_ADDR: '10.0.0.1',
      PATH: '/bin',
    };
    expect(problemsOf(env, 'other: x\noidc_issuer: y\n')).toEqual([]);
  });

  it.each([
    ['letters that changed places', 'KEYLEDGER_PROT', 'KEYLEDGER_PORT'],
    ['a letter too few', 'KEYLEDGER_OTHR', 'KEYLEDGER_OTHER'],
    ['a letter too many', 'KEYLEDGER_STRRICT', 'KEYLEDGER_STRICT'],
    ['two mistakes in a longer name', 'KEYLEDGER_TOKNE_FIEL', 'KEYLEDGER_TOKEN_FILE'],
  ])('suggests the setting that is near: %s', (_what, given, meant) => {
    expect(problemsOf({ KEYLEDGER_NAME: 'n', [given]: '1' })).toEqual([
      `${given}: is no setting of Keyledger; did you mean ${meant}?`,
    ]);
  });

  it.each(['KEYLEDGER_FOOT', 'KEYLEDGER_X', 'KEYLEDGER_OIDC', 'KEYLEDGER_RETRIES', 'KEYLEDGER_'])(
    'suggests nothing for %s, which is near to none',
    (given) => {
      expect(problemsOf({ KEYLEDGER_NAME: 'n', [given]: '1' })).toEqual([`${given}: is no setting of Keyledger`]);
    },
  );

  it('suggests the setting for a file key that carries the prefix', () => {
    expect(problemsOf({ KEYLEDGER_NAME: 'n' }, 'keyledger_port: 1\n').join()).toContain('did you mean port?');
  });
});

describe('secrets', () => {
  const TOKEN = 'correct-horse-battery';

  it('are read from the file that the variable names, without its trailing newline', () => {
    const path = scratchFile('token', `${TOKEN}\n`);
    expect(valuesOf({ KEYLEDGER_NAME: 'n', KEYLEDGER_TOKEN_FILE: path }).token?.reveal()).toBe(TOKEN);
    expect(valuesOf({ KEYLEDGER_NAME: 'n' }, `token_file: ${path}\n`).token?.reveal()).toBe(TOKEN);
  });

  it('may not be given both ways at once', () => {
    expect(problemsOf({ KEYLEDGER_NAME: 'n', KEYLEDGER_TOKEN: TOKEN, KEYLEDGER_TOKEN_FILE: '/x' })).toEqual([
      'KEYLEDGER_TOKEN: is given together with KEYLEDGER_TOKEN_FILE; give one of them',
    ]);
  });

  it('are refused by the name that was used: unreadable, too short, or with a blank', () => {
    const short = scratchFile('token', 'short\n');
    expect(problemsOf({ KEYLEDGER_NAME: 'n', KEYLEDGER_TOKEN_FILE: '/nowhere' })).toEqual([
      'KEYLEDGER_TOKEN_FILE: names a file that cannot be read (ENOENT)',
    ]);
    expect(problemsOf({ KEYLEDGER_NAME: 'n', KEYLEDGER_TOKEN_FILE: short })[0]).toMatch(/^KEYLEDGER_TOKEN_FILE: must/);
    expect(problemsOf({ KEYLEDGER_NAME: 'n', KEYLEDGER_TOKEN: 'has a blank in it' })[0]).toMatch(/without blanks/);
  });

  it('never appear in a problem, whatever is wrong around them', () => {
    const leaky = 'hunter2-hunter2';
    const all = [
      ...problemsOf({ KEYLEDGER_TOKEN: `${leaky} ` }),
      ...problemsOf({ KEYLEDGER_PORT: leaky, KEYLEDGER_MODE: leaky, KEYLEDGER_LOW: leaky, KEYLEDGER_WAIT: leaky }),
      ...problemsOf({}, `token: ${leaky}\n  ${leaky}: [\n`),
      ...problemsOf({}, `token: *${leaky}\n`),
      ...problemsOf({}, `${leaky}\n`),
      ...problemsOf({}, `token: { ${leaky}: 1 }\n`),
    ];
    expect(all.length).toBeGreaterThan(8);
    expect(all.join('\n')).not.toContain('hunter2');
  });

  it('are masked as text, as JSON and in a print', async () => {
    const { inspect } = await import('node:util');
    const value = new Secret(TOKEN);
    expect([String(value), JSON.stringify({ value }), inspect({ value })].join()).not.toContain(TOKEN);
  });
});
