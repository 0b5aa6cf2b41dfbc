// `npm start`: the whole product on one machine, with a small upstream behind it.
import { rm } from 'node:fs/promises';
import { relative } from 'node:path';
import { type DataFolder, prepareDataFolder } from './data-folder.ts';
import { type ReadyFile, adminToken, profileOf, startPair } from './pair.ts';
import { runningProfile } from './profile-folder.ts';
import { whatToTry } from './what-to-try.ts';
import { ServiceNotReady, type ServiceProcess } from './spawn-service.ts';

const EXIT_FAILED = 1;
const EXIT_USAGE = 2;

const services: ServiceProcess[] = [];
let stopping: Promise<void> | null = null;
/** Whether `ready.json` speaks of this run, and not of another one on the same data. */
let isReady = false;

async function stopAll(folder: DataFolder): Promise<void> {
  if (isReady) await rm(folder.readyFile, { force: true });
  for (let service = services.pop(); service !== undefined; service = services.pop()) await service.stop();
}

function tellWhatToDo(ready: ReadyFile, folder: DataFolder): void {
  console.log(`
Keyledger is ready (profile ${ready.profile}, environment ${ready.environment}). ${whatToTry(ready, relative(process.cwd(), folder.demoKeyFile))}

The admin API is at ${ready.authority['http'] ?? ''}/v1 (its description: /openapi.json); list the keys of Acme:

  curl -H "Authorization: Bearer ${adminToken(folder, process.env).shell}" ${ready.authority['http'] ?? ''}/v1/organizations/${ready.sample.organizations['acme'] ?? ''}/keys

gRPC: ${ready.authority['grpc'] ?? ''}. Ctrl-C stops everything; the data stays in ${relative(process.cwd(), folder.path)}.
`);
}

/** Services log JSON; here only what needs a person is shown. */
function showTrouble(line: string, stream: 'stdout' | 'stderr'): void {
  if (stream === 'stderr') console.error(line);
  else if (process.env['KEYLEDGER_LOG_LEVEL'] !== undefined || /"level":"(warn|error)"/.test(line)) console.log(line);
}

async function main(): Promise<number> {
  const folder = await prepareDataFolder(process.env['KEYLEDGER_DATA_DIR'] ?? '.keyledger');
  const other = await runningProfile(folder);
  if (other !== null && other !== profileOf(process.env)) {
    console.error(
      `The profile ${other} runs in ${folder.path} now. Stop it, or give this one another folder: KEYLEDGER_DATA_DIR=…`,
    );
    return EXIT_USAGE;
  }
  const asked = new Promise<number>((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => resolve(0));
    // The terminal is closed, or whoever read this has gone: nothing can be said any more.
    for (const stream of [process.stdout, process.stderr]) stream.on('error', () => resolve(0));
  });
  const unwanted = new AbortController();
  const stop = (): Promise<void> => (stopping ??= stopAll(folder));
  try {
    const died = Promise.withResolvers<number>();
    const started = (service: ServiceProcess): void => {
      services.push(service);
      void service.ended.then((exit) => {
        if (stopping === null) console.error(`${service.name} ended with ${String(exit.code ?? exit.signal)}.`);
        died.resolve(EXIT_FAILED);
      });
    };
    const ready = startPair(folder, process.env, started, { onLine: showTrouble, signal: unwanted.signal });
    ready.then(
      () => (isReady = true),
      () => undefined,
    );
    const first = await Promise.race([ready, asked]);
    if (typeof first === 'number') {
      unwanted.abort();
      await ready.catch(() => undefined);
      return first;
    }
    tellWhatToDo(first, folder);
    return await Promise.race([asked, died.promise]);
  } catch (error) {
    if (!(error instanceof ServiceNotReady)) throw error;
    // Its output has been shown already.
    console.error(error.message.split('\n')[0]);
    return error.exit?.code ?? EXIT_FAILED;
  } finally {
    await stop();
  }
}

process.exitCode = await main();
