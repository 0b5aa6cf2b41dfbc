// Runs a TypeScript file of this repository on a machine that has npm and nothing else:
//
//   node deploy/local/run.mjs [node options] <file.ts> [arguments]
//
// Plain JavaScript for Node >= 20, and no dependency: this file runs before anything is installed. It installs
// what pnpm-lock.yaml names where that is not what is installed, then runs the file with the Node 24 among it.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { install } from './install.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** npm repeats the signal that the terminal has sent to everyone already; one key press is one signal. */
const SAME_KEY_PRESS_MS = 500;

/** Passes each signal on once. The script has a process group of its own, so that nobody else passes it on too. */
function forwardSignals(child) {
  const sentAt = new Map();
  const forward = (signal) => {
    const now = performance.now();
    if (now - (sentAt.get(signal) ?? -Infinity) < SAME_KEY_PRESS_MS) return;
    sentAt.set(signal, now);
    child.kill(signal);
  };
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'];
  for (const signal of signals) process.on(signal, forward);
  return () => signals.forEach((signal) => process.off(signal, forward));
}

function run(args) {
  const node = join(root, 'node_modules', '.bin', 'node');
  if (!existsSync(node)) {
    console.error(`There is no Node 24 for ${process.platform} ${process.arch} among what was installed.`);
    process.exit(1);
  }
  const child = spawn(
    node,
    [
      '--disable-warning=ExperimentalWarning', // node:sqlite is what warns; every other kind of warning stays
      '--import',
      new URL('./end-with-launcher.mjs', import.meta.url).href,
      ...args,
    ],
    {
      stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
      detached: true,
      env: { ...process.env, KEYLEDGER_LAUNCHER: String(process.pid) },
    },
  );
  const stopForwarding = forwardSignals(child);
  child.once('error', (error) => {
    console.error(`${node} does not run: ${error.message}`);
    process.exit(1);
  });
  child.once('exit', (code, signal) => {
    stopForwarding();
    if (signal === null) process.exit(code);
    // Ends as the script did, so that a shell or npm sees the same.
    else process.kill(process.pid, signal);
  });
}

const args = process.argv.slice(2);
if (args.length === 0) {
  console.error('usage: node deploy/local/run.mjs [node options] <file.ts> [arguments]');
  process.exit(2);
}
if (Number.parseInt(process.versions.node, 10) < 20) {
  console.error(`Node 20 or later is needed to install; this is ${process.version}.`);
  process.exit(1);
}
try {
  await install(root);
} catch (error) {
  console.error(`\nInstalling failed: ${error.message}`);
  process.exit(1);
}
run(args);
