/**
 * Stands in for VS Code's native logger, which cannot be installed without a compiler. Without it the
 * server keeps no logs, and output channels stay empty. Files grow without bound: servers of ours are
 * for tests and trials.
 */
import { createWriteStream, mkdirSync } from 'node:fs';
import { dirname } from 'node:path';

/** In the order of their numbers. */
const levels = ['trace', 'debug', 'info', 'warning', 'error', 'critical'];

export function setFlushOn() {
  // Lines are handed to the system as they come.
}

export async function createAsyncRotatingLogger(_name, path) {
  mkdirSync(dirname(path), { recursive: true });
  const file = createWriteStream(path, { flags: 'a' });
  // A folder that is deleted while it is logged into is no reason to end.
  file.on('error', () => undefined);
  let least = 0;
  let format = formatLine;
  const write = (level) => (text) => {
    if (level >= least) file.write(format(level, text));
  };
  return {
    trace: write(0),
    debug: write(1),
    info: write(2),
    warn: write(3),
    error: write(4),
    critical: write(5),
    getLevel: () => least,
    setLevel: (level) => (least = level),
    setPattern: () => (format = formatLine),
    clearFormatters: () => (format = (_level, text) => text),
    flush: () => undefined,
    drop: () => file.end(),
  };
}

/** The pattern VS Code asks for, `%Y-%m-%d %H:%M:%S.%e [%l] %v`, in local time. */
function formatLine(level, text) {
  const now = new Date();
  const local = new Date(now.getTime() - now.getTimezoneOffset() * 60_000).toISOString();
  return `${local.slice(0, 10)} ${local.slice(11, 23)} [${levels[level]}] ${text}\n`;
}
