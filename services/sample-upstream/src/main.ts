import { createLogger, followParent, listenOn, runProcess } from '@keyledger/service-kit';
import packageJson from '../package.json' with { type: 'json' };
import { createSampleUpstream, echoAll } from './sample-upstream.ts';
import { openSample } from './open-sample.ts';
import { serveSystem } from './systems/serve-system.ts';
import { isOwnProfile, systemOf } from './systems/index.ts';
import { upstreamSettings } from './settings.ts';

process.exitCode = await runProcess(
  {
    name: 'sample-upstream',
    version: packageJson.version,
    summary: 'a small service to stand behind an API node',
    settings: upstreamSettings,
    logger: ({ logLevel }) => createLogger({ service: 'sample-upstream', level: logLevel }),
    compose: async ({ settings, lifecycle, logger }) => {
      // A parent that started this process by IPC learns where it listens, and takes it along when it ends.
      const tellParent = followParent(process, lifecycle);
      const { listenHost: host, port, profile } = settings;
      const app = createSampleUpstream();
      const system = systemOf(profile);
      if (system !== null) serveSystem(app, system, await openSample(system, settings));
      else if (isOwnProfile(profile)) echoAll(app);
      const setting = 'KEYLEDGER_UPSTREAM_PORT';
      const listen = (): Promise<string> => listenOn({ host, port, setting }, () => app.listen({ host, port }));
      const http = await lifecycle.start('http', listen, () => app.close());
      logger.info({ http, profile }, 'listening');
      tellParent({ http });
    },
  },
  process,
);
if (process.connected) process.disconnect();
