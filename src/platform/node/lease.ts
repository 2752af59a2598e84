import { readFile, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { hostname, uptime } from 'node:os';
import { join } from 'node:path';
import { fieldsOf } from './journal-lines';
import { errno } from './local-disk-errors';

const BEAT_MS = 5_000;
/** A lease of another machine, or of a process number that somebody has, which no one renews for so long, is over. */
const SILENT_MS = 60_000;

/** Leases that this process holds. */
const HELD = new Set<string>();

/**
 * Says that a window is alive: a file whose time is renewed every few seconds for as long as it holds what it names.
 * Who takes over what a dead window held removes the file, by which a window that only slept learns of it.
 */
export class Lease {
  private timer: ReturnType<typeof setInterval> | undefined;

  private constructor(
    private readonly path: string,
    private readonly lost: () => void,
  ) {}

  /** @param lost told once, when somebody else has taken over. */
  static async take(folder: string, owner: string, lost: () => void): Promise<Lease> {
    const path = leasePath(folder, owner);
    HELD.add(path);
    await writeFile(path, JSON.stringify({ pid: process.pid, host: hostname() }), {
      flag: 'wx',
      mode: 0o600,
    });
    const lease = new Lease(path, lost);
    lease.timer = setInterval(() => void lease.beat(), BEAT_MS);
    lease.timer.unref();
    return lease;
  }

  /** Renews it; false where it is lost. */
  async beat(): Promise<boolean> {
    if (this.timer === undefined) {
      return false;
    }
    try {
      const now = new Date();
      await utimes(this.path, now, now);
    } catch (error) {
      if (errno(error) === 'ENOENT') {
        this.end();
        this.lost();
        return false;
      }
    }
    return true;
  }

  async release(): Promise<void> {
    if (this.timer !== undefined) {
      this.end();
      await rm(this.path, { force: true }).catch(() => undefined);
    }
  }

  private end(): void {
    clearInterval(this.timer);
    this.timer = undefined;
    HELD.delete(this.path);
  }
}

/** Tells which leases are over. It remembers what it saw, since some are only known by their silence. */
export class LeaseWatch {
  private readonly seen = new Map<string, { readonly time: number; readonly since: number }>();

  constructor(
    private readonly folder: string,
    private readonly now: () => number = () => performance.now(),
  ) {}

  /** True where nobody holds what `owner` held. */
  async isOver(owner: string): Promise<boolean> {
    const path = leasePath(this.folder, owner);
    if (HELD.has(path)) {
      return false;
    }
    const lease = await readLease(path);
    if (lease === undefined) {
      return true;
    }
    if (lease.host === hostname() && lease.pid !== undefined) {
      const booted = Date.now() - uptime() * 1000;
      if (lease.time < booted - SILENT_MS || lease.pid === process.pid || !isAlive(lease.pid)) {
        return true;
      }
    }
    const now = this.now();
    const before = this.seen.get(owner);
    if (before?.time !== lease.time) {
      this.seen.set(owner, { time: lease.time, since: now });
      return false;
    }
    return now - before.since >= SILENT_MS;
  }

  /** When its owner was last heard of, milliseconds since 1970; undefined where it let go by itself. */
  async lastHeard(owner: string): Promise<number | undefined> {
    return (await readLease(leasePath(this.folder, owner)))?.time;
  }

  /** For whoever has taken over everything the owner held. */
  async remove(owner: string): Promise<void> {
    this.seen.delete(owner);
    await rm(leasePath(this.folder, owner), { force: true }).catch(() => undefined);
  }
}

function leasePath(folder: string, owner: string): string {
  return join(folder, `${owner}.lease`);
}

interface SeenLease {
  /** Of its last renewal, milliseconds since 1970. */
  readonly time: number;
  /** Undefined while it is just being written. */
  readonly pid: number | undefined;
  readonly host: string | undefined;
}

async function readLease(path: string): Promise<SeenLease | undefined> {
  try {
    const { mtimeMs } = await stat(path);
    const { pid, host } = fieldsOf(parsed(await readFile(path, 'utf8'))) ?? {};
    return {
      time: mtimeMs,
      pid: typeof pid === 'number' ? pid : undefined,
      host: typeof host === 'string' ? host : undefined,
    };
  } catch (error) {
    if (errno(error) === 'ENOENT') {
      return undefined;
    }
    throw error;
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // One of another user may not be asked, but is there.
    return errno(error) === 'EPERM';
  }
}

function parsed(json: string): unknown {
  try {
    return JSON.parse(json) as unknown;
  } catch {
    return undefined;
  }
}
