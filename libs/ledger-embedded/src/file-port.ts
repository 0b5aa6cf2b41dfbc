/** All that this package asks of a disk, so that a test can be a disk that crashes. */
export interface FilePort {
  /** Creates the folder and those above it, durably. Nothing where it exists. */
  makeFolder(path: string): Promise<void>;
  /** Null where there is no such file. */
  open(path: string): Promise<LogFile | null>;
  /** An empty file, in place of one that is there. */
  create(path: string): Promise<LogFile>;
  rename(from: string, to: string): Promise<void>;
  /** Makes durable which files the folder holds, and under which names. */
  syncFolder(path: string): Promise<void>;
  /** Takes the lock of that path for this process, until it is released or the process ends. Null where it is taken. */
  lock(path: string): ReleaseLock | null;
}

export type ReleaseLock = () => void;

/** An open file; offsets and lengths are bytes. */
export interface LogFile {
  size(): Promise<number>;
  /** Fewer bytes than asked for only at the end of the file. */
  read(offset: number, length: number): Promise<Buffer>;
  /** Writes all of it, or fails having written any part. Durable only after {@link datasync}. */
  write(data: Uint8Array, offset: number): Promise<void>;
  datasync(): Promise<void>;
  /** Cuts the file; durable when it resolves. */
  truncate(length: number): Promise<void>;
  close(): Promise<void>;
}
