import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { withLock } from './install-lock.mjs';

const PNPM = 'pnpm@12';

/** What must be installed: the lock file, on this kind of machine. */
function wanted(root) {
  const lockfile = readFileSync(join(root, 'pnpm-lock.yaml'));
  return createHash('sha256').update(lockfile).update(`${process.platform} ${process.arch}`).digest('hex');
}

const stampOf = (root) => join(root, 'node_modules', '.installed-from');

function isInstalled(root, stamp) {
  try {
    return readFileSync(stampOf(root), 'utf8') === stamp;
  } catch {
    return false;
  }
}

function pnpmInstall(root) {
  return new Promise((resolve, reject) => {
    // Output goes to stderr: stdout belongs to the script. Without NODE_ENV, which may ask to leave out what tests need.
    const { NODE_ENV: _, ...env } = process.env;
    const child = spawn('npx', ['--yes', PNPM, 'install', '--frozen-lockfile', '--config.confirmModulesPurge=false'], {
      cwd: root,
      stdio: ['ignore', 2, 2],
      env,
      shell: process.platform === 'win32',
    });
    // Nobody may go on writing node_modules after the lock is free again.
    const stop = (signal) => child.kill(signal);
    const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'];
    for (const signal of signals) process.on(signal, stop);
    child.once('close', () => signals.forEach((signal) => process.off(signal, stop)));
    child.once('error', (error) => {
      const missing = error.code === 'ENOENT';
      reject(new Error(missing ? 'npx was not found: install npm, it comes with https://nodejs.org' : error.message));
    });
    child.once('exit', (code, signal) => {
      if (code === 0) resolve();
      else
        reject(
          new Error(
            `\`npx ${PNPM} install\` ended with ${signal ?? `exit code ${code}`}; the reason is above. ` +
              'It needs to reach the npm registry, once: check the network, a proxy, or `npm config get registry`.',
          ),
        );
    });
  });
}

/** Installs what pnpm-lock.yaml names, unless that is what is installed. One process at a time. */
export async function install(root) {
  const stamp = wanted(root);
  if (isInstalled(root, stamp)) return;
  await withLock(join(root, '.install-lock'), async () => {
    if (isInstalled(root, stamp)) return; // by whom we have waited for
    console.error('Installing dependencies (once) …');
    await pnpmInstall(root);
    writeFileSync(stampOf(root), stamp);
  });
}
