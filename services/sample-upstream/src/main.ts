import { createLogger, followParent, listenOn, runProcess } from '@keyledger/service-kit';
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
      // A parent that started this process by IPC learns where it listens, and takes it along when it ends.
      const tellParent = followParent(process, lifecycle);
      const app = createSampleUpstream();
      const setting = 'KEYLEDGER_UPSTREAM_PORT';
      const listen = (): Promise<string> => listenOn({ host, port, setting }, () => app.listen({ host, port }));
      const http = await lifecycle.start('http', listen, () => app.close());
      logger.info({ http }, 'listening');
      tellParent({ http });
    },
  },
  process,
);
if (process.connected) process.disconnect();
