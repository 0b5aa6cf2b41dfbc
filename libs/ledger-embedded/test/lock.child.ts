import { lockFile } from '../src/lock-file.ts';

/** A process that is bound by the modes of files, whoever starts it; prints how its lock went. */
const NOBODY = 65_534;
const [path = ''] = process.argv.slice(2);

if (process.getuid?.() === 0) {
  process.setgid?.(NOBODY);
  process.setuid?.(NOBODY);
}
try {
  process.stdout.write(lockFile(path) === null ? 'taken' : 'locked');
} catch (error) {
  process.stdout.write(error instanceof Error && 'code' in error ? String(error.code) : String(error));
}
