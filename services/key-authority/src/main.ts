import { loadProfile } from '@keyledger/profile';
import { checkFiles, createLogger, followParent, runProcess } from '@keyledger/service-kit';
import packageJson from '../package.json' with { type: 'json' };
import { compose } from './compose.ts';
import { authoritySettings } from './settings.ts';

const exitCode = await runProcess(
  {
    name: 'key-authority',
    version: packageJson.version,
    summary: 'records the life cycle of API keys in the ledger and answers whether they may be used',
    settings: authoritySettings,
    logger: ({ logLevel, adminToken, nodeToken, kafkaSaslPassword }) =>
      createLogger({ service: 'key-authority', level: logLevel, secrets: [adminToken, nodeToken, kafkaSaslPassword] }),
    check: (settings) => checkFiles(settings, loadProfile),
    // A parent that started this process by IPC learns where it listens, and takes it along when it ends.
    compose: (context) => compose(context, followParent(process, context.lifecycle)),
  },
  process,
);
// A part that did not stop in time must not keep the process.
process.exit(exitCode);
