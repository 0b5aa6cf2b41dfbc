// Preloaded by run.mjs into the script that it starts: a launcher that is killed takes the script and what the
// script has started with it. (The script has a process group of its own, so killing the launcher's would not.)
import { isMainThread } from 'node:worker_threads';

// Node options are inherited by forked processes and threads; only the launcher's own child listens.
if (isMainThread && process.env.KEYLEDGER_LAUNCHER === String(process.ppid) && process.channel) {
  process.once('disconnect', () => process.kill(-process.pid, 'SIGKILL'));
  process.channel.unref(); // listening must not keep a finished script alive
}
delete process.env.KEYLEDGER_LAUNCHER;
