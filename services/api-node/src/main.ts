import { loadProfile } from '@keyledger/profile';
import { checkFiles, createLogger, followParent, runProcess } from '@keyledger/service-kit';
import packageJson from '../package.json' with { type: 'json' };
import { compose } from './compose.ts';
import { checkCountries } from './compose/open-countries.ts';
import { apiNodeSettings } from './settings.ts';

const exitCode = await runProcess(
  {
    name: 'api-node',
    version: packageJson.version,
    summary: 'checks the API key of every request and passes it on to the upstream',
    settings: apiNodeSettings,
    logger: ({ logLevel, nodeToken, kafkaSaslPassword, limiter }) => {
      const secrets = [nodeToken, kafkaSaslPassword, limiter.kind === 'redis' ? limiter.url : undefined];
      return createLogger({ service: 'api-node', level: logLevel, secrets });
    },
    check: (settings) => checkFiles(settings, loadProfile, () => checkCountries(settings)),
    // A parent that started this process by IPC learns where it listens, and takes it along when it ends.
    compose: (context) => compose(context, followParent(process, context.lifecycle)),
  },
  process,
);
// A part that did not stop in time must not keep the process.
process.exit(exitCode);
