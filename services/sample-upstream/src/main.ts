import { createLogger, listenOn, runProcess } from '@keyledger/service-kit';
import packageJson from '../package.json' with { type: 'json' };
import { createSampleUpstream } from './sample-upstream.ts';
import { upstreamSettings } from './settings.ts';

process.exitCode = await runProcess(
  {
    name: 'sample-upstream',
    version: packageJson.version,
    summary: 'a small service to stand behind an API node',
    settings: upstreamSettings,
    logger: ({ logLevel }) => createLogger({ service: 'sample-upstream', level: logLevel }),
    compose: async ({ settings: { listenHost: host, port }, lifecycle, logger }) => {
      const app = createSampleUpstream();
      const setting = 'KEYLEDGER_UPSTREAM_PORT';
      const listen = (): Promise<string> => listenOn({ host, port, setting }, () => app.listen({ host, port }));
      const http = await lifecycle.start('http', listen, () => app.close());
      logger.info({ http }, 'listening');
      // A parent that started this process by IPC learns where it listens, and takes it along when it ends.
      process.once('disconnect', () => void lifecycle.stop('the parent process ended'));
      process.send?.({ http });
    },
  },
  process,
);
if (process.connected) process.disconnect();
