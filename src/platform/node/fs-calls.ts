import * as fs from 'node:fs';
import { promisify } from 'node:util';

/**
 * Calls of the system that a download makes for each file. On plain descriptors they take a third of the time that
 * those of `fs/promises` do, which counts where files are thousands and small.
 */
export interface FsCalls {
  open(path: string, flags: number, mode?: number): Promise<number>;
  close(fd: number): Promise<void>;
  fstat(fd: number): Promise<fs.Stats>;
  lstat(path: string): Promise<fs.Stats>;
  stat(path: string): Promise<fs.Stats>;
  /** Bytes of the file, and what it takes to find them again, are on the disk. */
  fdatasync(fd: number): Promise<void>;
  ftruncate(fd: number, size: number): Promise<void>;
  link(from: string, to: string): Promise<void>;
  rename(from: string, to: string): Promise<void>;
  unlink(path: string): Promise<void>;
  write(
    fd: number,
    bytes: Uint8Array,
    offset: number,
    length: number,
    position: number,
  ): Promise<{ readonly bytesWritten: number }>;
  read(
    fd: number,
    bytes: Uint8Array,
    offset: number,
    length: number,
    position: number,
  ): Promise<{ readonly bytesRead: number }>;
}

/** By the threads of Node's pool: nothing waits for the disk but who asked. */
const POOLED: FsCalls = {
  open: promisify(fs.open) as FsCalls['open'],
  close: promisify(fs.close),
  fstat: promisify(fs.fstat) as FsCalls['fstat'],
  lstat: promisify(fs.lstat) as FsCalls['lstat'],
  stat: promisify(fs.stat) as FsCalls['stat'],
  fdatasync: promisify(fs.fdatasync),
  ftruncate: promisify(fs.ftruncate),
  link: promisify(fs.link),
  rename: promisify(fs.rename),
  unlink: promisify(fs.unlink),
  write: promisify(fs.write) as FsCalls['write'],
  read: promisify(fs.read) as FsCalls['read'],
};

/** By this very thread. Handing most of them to another and waiting for it costs more than they do. */
const DIRECT: Omit<FsCalls, 'fdatasync'> = {
  open: async (path, flags, mode) => fs.openSync(path, flags, mode),
  close: async (fd) => fs.closeSync(fd),
  fstat: async (fd) => fs.fstatSync(fd),
  lstat: async (path) => fs.lstatSync(path),
  stat: async (path) => fs.statSync(path),
  ftruncate: async (fd, size) => fs.ftruncateSync(fd, size),
  link: async (from, to) => fs.linkSync(from, to),
  rename: async (from, to) => fs.renameSync(from, to),
  unlink: async (path) => fs.unlinkSync(path),
  write: async (fd, bytes, offset, length, position) => ({
    bytesWritten: fs.writeSync(fd, bytes, offset, length, position),
  }),
  read: async (fd, bytes, offset, length, position) => ({
    bytesRead: fs.readSync(fd, bytes, offset, length, position),
  }),
};

/** How this thread makes them: the object stays, what it holds may be replaced by {@link callDirectly}. */
export const calls: FsCalls = { ...POOLED };

/**
 * Makes all calls of this thread at once and in it; only for a thread that does nothing but them.
 *
 * @param sync stands before the one call that takes long: `fdatasync`, which stays with the pool
 * @returns what undoes it
 */
export function callDirectly(
  sync: (fdatasync: FsCalls['fdatasync']) => FsCalls['fdatasync'],
): () => void {
  Object.assign(calls, DIRECT, { fdatasync: sync(POOLED.fdatasync) });
  return () => {
    Object.assign(calls, POOLED);
  };
}
