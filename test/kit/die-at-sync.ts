// Preloaded into a process: after SIGUSR2 it dies as by SIGKILL at its next fdatasync, before or after that is done.
import { open } from 'node:fs/promises';

const moment = process.env['DIE_AT_SYNC'];
let armed = false;
process.on('SIGUSR2', () => (armed = true));

const handle = await open(import.meta.filename);
const prototype = Object.getPrototypeOf(handle) as { datasync(): Promise<void> };
await handle.close();
const { datasync } = prototype;

prototype.datasync = async function (this: unknown): Promise<void> {
  const dying = armed;
  if (dying && moment === 'before') process.kill(process.pid, 'SIGKILL');
  await datasync.call(this as never);
  if (dying) process.kill(process.pid, 'SIGKILL');
};
