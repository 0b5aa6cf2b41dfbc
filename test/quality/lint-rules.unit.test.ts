import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { root } from './steps.ts';

const uses = (what: string): string => `import { x } from '${what}';\nexport const y = x;\n`;
const IMPORTS = 'eslint(no-restricted-imports)';

interface Planted {
  readonly rule: string;
  readonly file: string;
  readonly source: string;
}

/** Each breaks one rule of the house, at the place where it is a rule. */
const planted: Record<string, Planted> = {
  'the domain imports Node': { rule: IMPORTS, file: 'libs/domain/src/a.ts', source: uses('node:crypto') },
  'the domain imports a package': { rule: IMPORTS, file: 'libs/domain/src/b.ts', source: uses('@keyledger/ports') },
  'the domain reads a clock by timer': {
    rule: 'eslint(no-restricted-globals)',
    file: 'libs/domain/src/c.ts',
    source: 'setTimeout(() => 1, 1);\n',
  },
  'ports import an adapter': { rule: IMPORTS, file: 'libs/ports/src/a.ts', source: uses('@keyledger/wire') },
  'ports import Node': { rule: IMPORTS, file: 'libs/ports/src/b.ts', source: uses('node:fs') },
  'an adapter imports another': { rule: IMPORTS, file: 'libs/verifier/src/a.ts', source: uses('@keyledger/directory') },
  'the Kafka adapter imports gRPC': {
    rule: IMPORTS,
    file: 'libs/ledger-kafka/src/a.ts',
    source: uses('@grpc/grpc-js'),
  },
  'the Kafka adapter imports another': {
    rule: IMPORTS,
    file: 'libs/ledger-kafka/src/b.ts',
    source: uses('@keyledger/grpc'),
  },
  'the gRPC adapter imports another': {
    rule: IMPORTS,
    file: 'libs/grpc/src/a.ts',
    source: uses('@keyledger/verifier'),
  },
  'the gRPC adapter imports Kafka': { rule: IMPORTS, file: 'libs/grpc/src/b.ts', source: uses('kafkajs') },
  'a service imports Kafka': { rule: IMPORTS, file: 'services/s/src/a.ts', source: uses('kafkajs') },
  'composition imports Kafka': { rule: IMPORTS, file: 'services/s/src/compose.ts', source: uses('kafkajs') },
  'a service imports gRPC': { rule: IMPORTS, file: 'services/s/src/b.ts', source: uses('@grpc/grpc-js') },
  'a service imports a service': { rule: IMPORTS, file: 'services/s/src/c.ts', source: uses('@keyledger/api-node') },
  'a ledger is made outside of compose.ts': {
    rule: IMPORTS,
    file: 'services/s/src/d.ts',
    source: uses('@keyledger/ledger-kafka'),
  },
  'a package is entered by path': {
    rule: IMPORTS,
    file: 'services/s/src/e.ts',
    source: uses('../../../libs/wire/src/x.ts'),
  },
  'the contracts run gRPC': { rule: IMPORTS, file: 'proto/src/a.ts', source: uses('@grpc/grpc-js') },
  'the environment is read outside of main.ts': {
    rule: 'node(no-process-env)',
    file: 'libs/service-kit/src/a.ts',
    source: 'export const home = process.env.HOME;\n',
  },
  'a module exports a default': {
    rule: 'import(no-default-export)',
    file: 'libs/wire/src/a.ts',
    source: 'export default 1;\n',
  },
  'modules import each other in a circle': {
    rule: 'import(no-cycle)',
    file: 'libs/wire/src/b.ts',
    source: "import { z } from './b2.ts';\nexport const y = (): number => z();\n",
  },
  'they do so for their types alone': {
    rule: 'import(no-cycle)',
    file: 'libs/wire/src/g.ts',
    source: "import type { Z } from './g2.ts';\nexport type Y = readonly Z[];\n",
  },
  'a type is any': {
    rule: 'typescript(no-explicit-any)',
    file: 'libs/wire/src/c.ts',
    source: 'export const f = (x: any): unknown => x;\n',
  },
  'a promise is left alone': {
    rule: 'typescript(no-floating-promises)',
    file: 'libs/wire/src/d.ts',
    source: 'Promise.reject(new Error("lost"));\nexport {};\n',
  },
  'a promise stands where nobody awaits it': {
    rule: 'typescript(no-misused-promises)',
    file: 'libs/wire/src/e.ts',
    source: 'export const f = async (): Promise<void> => {};\n[1].forEach(f);\n',
  },
  'a switch forgets a case': {
    rule: 'typescript(switch-exhaustiveness-check)',
    file: 'libs/wire/src/f.ts',
    source:
      "export function f(x: 'a' | 'b'): number {\n  switch (x) {\n    case 'a':\n      return 1;\n  }\n  return 2;\n}\n",
  },
};

/** The right place for what is wrong elsewhere: rules that refused everything would prove nothing. */
const allowed: Record<string, Omit<Planted, 'rule'>> = {
  'ports import the domain': { file: 'libs/ports/src/ok.ts', source: uses('@keyledger/domain') },
  'an adapter imports wire': { file: 'libs/verifier/src/ok.ts', source: uses('@keyledger/wire') },
  'the Kafka adapter imports Kafka': { file: 'libs/ledger-kafka/src/ok.ts', source: uses('kafkajs') },
  'the gRPC adapter imports gRPC': { file: 'libs/grpc/src/ok.ts', source: uses('@grpc/grpc-js') },
  'compose.ts makes a ledger': { file: 'services/t/src/compose.ts', source: uses('@keyledger/ledger-kafka') },
  'a service names a type of an adapter': {
    file: 'services/t/src/ok.ts',
    source: "import type { X } from '@keyledger/ledger-kafka';\nexport type Y = X;\n",
  },
  'the contracts use types of gRPC': {
    file: 'proto/src/ok.ts',
    source: "import type { X } from '@grpc/grpc-js';\nexport type Y = X;\n",
  },
  'main.ts reads the environment': { file: 'services/t/src/main.ts', source: 'export const e = process.env;\n' },
};

describe('the linter', () => {
  const folder = mkdtempSync(join(tmpdir(), 'keyledger-lint-'));
  let found: ReadonlySet<string>;

  function plant(file: string, source: string): void {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    writeFileSync(join(folder, file), source);
  }

  beforeAll(() => {
    copyFileSync(join(root, '.oxlintrc.json'), join(folder, '.oxlintrc.json'));
    const compilerOptions = {
      strict: true,
      module: 'nodenext',
      target: 'es2024',
      noEmit: true,
      allowImportingTsExtensions: true,
    };
    plant('tsconfig.json', JSON.stringify({ compilerOptions }));
    plant('package.json', '{"type":"module"}');
    plant('libs/wire/src/b2.ts', "import { y } from './b.ts';\nexport const z = (): number => y();\n");
    plant('libs/wire/src/g2.ts', "import type { Y } from './g.ts';\nexport type Z = Y | null;\n");
    for (const { file, source } of [...Object.values(planted), ...Object.values(allowed)]) plant(file, source);
    found = lint();
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  /** Every finding, as `file rule`. */
  function lint(): ReadonlySet<string> {
    const oxlint = join(root, 'node_modules', 'oxlint', 'bin', 'oxlint');
    const env = { ...process.env, OXLINT_TSGOLINT_PATH: join(root, 'node_modules', '.bin', 'tsgolint') };
    const run = spawnSync(process.execPath, [oxlint, '--type-aware', '--format=json', '.'], {
      cwd: folder,
      env,
      encoding: 'utf8',
    });
    const report = JSON.parse(run.stdout) as { diagnostics: { code: string; filename: string; severity: string }[] };
    const errors = report.diagnostics.filter(({ severity }) => severity === 'error');
    return new Set(errors.map(({ filename, code }) => `${filename} ${code}`));
  }

  test.each(Object.entries(planted))('refuses it where %s', (_, { file, rule }) => {
    expect(found).toContain(`${file} ${rule}`);
  });

  test.each(Object.entries(allowed))('lets pass that %s', (_, { file }) => {
    expect([...found].filter((finding) => finding.startsWith(`${file} `))).toEqual([]);
  });
});
