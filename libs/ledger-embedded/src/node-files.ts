import { type FileHandle, mkdir, open, rename } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import type { FilePort, LogFile } from './file-port.ts';
import { lockFile } from './lock-file.ts';

const FOLDER_MODE = 0o700;
const FILE_MODE = 0o600;

/** The real disk. */
export const nodeFiles: FilePort = {
  async makeFolder(path) {
    const first = await mkdir(path, { recursive: true, mode: FOLDER_MODE });
    if (first === undefined) return;
    // A new folder is an entry of the one above it, and lasts only when that is synced.
    const top = dirname(resolve(first));
    for (let folder = dirname(resolve(path)); folder.length >= top.length; folder = dirname(folder)) {
      await syncFolder(folder);
      if (folder === top) break;
    }
  },
  async open(path) {
    try {
      return logFile(await open(path, 'r+'));
    } catch (error) {
      if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
      throw error;
    }
  },
  create: async (path) => logFile(await open(path, 'w+', FILE_MODE)),
  rename,
  syncFolder,
  lock: lockFile,
};

async function syncFolder(path: string): Promise<void> {
  const handle = await open(path, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

function logFile(handle: FileHandle): LogFile {
  return {
    size: async () => (await handle.stat()).size,
    read: (offset, length) => readFully(handle, offset, length),
    write: (data, offset) => writeFully(handle, data, offset),
    datasync: () => handle.datasync(),
    async truncate(length) {
      await handle.truncate(length);
      await handle.sync();
    },
    close: () => handle.close(),
  };
}

/** One system call may read less than it was asked for. */
async function readFully(handle: FileHandle, offset: number, length: number): Promise<Buffer> {
  const buffer = Buffer.allocUnsafeSlow(length);
  let filled = 0;
  while (filled < length) {
    const { bytesRead } = await handle.read(buffer, filled, length - filled, offset + filled);
    if (bytesRead === 0) break;
    filled += bytesRead;
  }
  return buffer.subarray(0, filled);
}

async function writeFully(handle: FileHandle, data: Uint8Array, offset: number): Promise<void> {
  let written = 0;
  while (written < data.length) {
    const { bytesWritten } = await handle.write(data, written, data.length - written, offset + written);
    if (bytesWritten === 0) throw new Error('the disk took none of what was written');
    written += bytesWritten;
  }
}
