import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { createWriteStream, mkdirSync, writeFileSync } from 'node:fs';
import { once } from 'node:events';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** One broker process of a test cluster. */
export interface KafkaNode {
  readonly id: number;
  /** Where clients reach it; the same before and after a restart. */
  readonly address: string;
  /** Of the process that runs now or ran last. */
  readonly pid: number;
  /** Sends a signal; resolves when the process has ended where the signal ends it. */
  kill(signal: NodeJS.Signals): Promise<void>;
  /** Ends the process in order; does nothing where it has ended. */
  stop(): Promise<void>;
  /** Starts it (again) on the same folder and port; resolves before it is ready. */
  start(): Promise<void>;
}

export interface NodeSpec {
  readonly id: number;
  readonly port: number;
  readonly folder: string;
  readonly jars: string;
  readonly properties: string;
  readonly jvmOptions: readonly string[];
}

const CLUSTER_ID = 'AAAAAAAAQACAAAAAAAAAAQ';
const ENDING: ReadonlySet<NodeJS.Signals> = new Set(['SIGKILL', 'SIGTERM', 'SIGINT']);

const living = new Set<ChildProcess>();
// Whatever ends this process ends its brokers: a stopped one would ignore anything but SIGKILL.
process.on('exit', () => {
  for (const child of living) child.kill('SIGKILL');
});

/** Formats the node's folder; the node is not started yet. */
export async function prepareNode(spec: NodeSpec): Promise<KafkaNode> {
  mkdirSync(spec.folder, { recursive: true });
  const file = join(spec.folder, 'n.properties');
  writeFileSync(file, spec.properties);
  const classPath = join(spec.jars, '*');
  const format = ['kafka.tools.StorageTool', 'format', '-t', CLUSTER_ID, '-c', file];
  await run('java', ['-Xmx128m', '-XX:TieredStopAtLevel=1', ...spec.jvmOptions, '-cp', classPath, ...format]);
  let child: ChildProcess | undefined;

  const start = async (): Promise<void> => {
    const heap = ['-Xmx384m', '-Xms128m', '-XX:+UseSerialGC', '-XX:TieredStopAtLevel=1'];
    child = spawn('java', [...heap, ...spec.jvmOptions, '-cp', classPath, 'kafka.Kafka', file], {
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const started = child;
    const log = createWriteStream(join(spec.folder, 'broker.log'), { flags: 'a' });
    started.stdout?.pipe(log, { end: false });
    started.stderr?.pipe(log, { end: false });
    living.add(started);
    await once(started, 'spawn');
    const endWatch = watch(started, spec.folder);
    started.once('exit', () => {
      living.delete(started);
      endWatch();
      log.end();
    });
  };

  const kill = async (signal: NodeJS.Signals): Promise<void> => {
    if (!isRunning(child)) return;
    const ended = ENDING.has(signal) ? once(child, 'exit') : undefined;
    child.kill(signal);
    await ended;
  };

  const stop = async (): Promise<void> => {
    if (!isRunning(child)) return;
    const last = child;
    last.kill('SIGCONT');
    const impatience = setTimeout(() => last.kill('SIGKILL'), 20_000);
    await kill('SIGTERM');
    clearTimeout(impatience);
  };

  const address = `127.0.0.1:${String(spec.port)}`;
  return {
    id: spec.id,
    address,
    get pid() {
      return child?.pid ?? 0;
    },
    kill,
    stop,
    start,
  };
}

/**
 * A killed test run cannot end its brokers, so somebody else waits for the end of its pipe and does.
 * @returns calls the watch off
 */
function watch(broker: ChildProcess, folder: string): () => void {
  const script = 'cat >/dev/null; kill -9 "$1"; sleep 1; rm -rf "$2"; rmdir "${2%/*}"';
  const watcher = spawn('sh', ['-c', script, 'sh', String(broker.pid), folder], {
    stdio: ['pipe', 'ignore', 'ignore'],
    detached: true,
  });
  watcher.unref();
  return () => {
    watcher.kill('SIGKILL');
    watcher.stdin?.destroy();
  };
}

function isRunning(child: ChildProcess | undefined): child is ChildProcess {
  return child !== undefined && child.exitCode === null && child.signalCode === null;
}
