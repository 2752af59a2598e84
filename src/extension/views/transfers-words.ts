import type { TransferProgress, Verified } from '../../core/transfer/transfer';
import type { QueueTotals } from '../../core/transfer/queue';
import { countOf, formatBytes, formatCount, formatShare } from '../../protocol/figures';
import type { BatchFigures } from './transfers-figures';

/** How transfers are told to people. */

const BETWEEN = ' · ';

/** `34 of 200 MB · 12 MB/s · 14 s left`, `waiting · 200 MB`, `200 MB · SHA256 agrees`, or why it failed or waits. */
export function fileWords(progress: TransferProgress): string {
  const { state, done, size, bytesPerSecond, phase } = progress;
  switch (state.kind) {
    case 'active':
      return phase === 'checking'
        ? joined('checking', bytesOf(size))
        : joined(
            share(done, size),
            rate(bytesPerSecond),
            timeLeft(secondsLeft(done, size, bytesPerSecond)),
          );
    case 'waiting':
      return joined(
        progress.again === undefined ? 'waiting' : 'tries again soon',
        done > 0 ? share(done, size) : bytesOf(size),
        progress.again?.message,
      );
    case 'paused':
      return joined('paused', done > 0 ? share(done, size) : bytesOf(size), state.failure?.message);
    case 'done':
      return joined(
        formatBytes(state.size),
        verifiedWords(state.verified),
        state.warning && 'note',
      );
    case 'skipped':
      return 'was there already';
    case 'failed':
      return joined('failed', state.failure.message);
  }
}

/** `12 of 500 files · 34 of 200 MB · 12 MB/s · 14 s left`; what needs a look comes first. */
export function batchWords(figures: BatchFigures): string {
  const { files, ended, failed, paused, active, waiting } = figures;
  const over = active + waiting + paused === 0;
  const failures = failed === 0 ? undefined : `${formatCount(failed)} failed`;
  if (over) {
    return joined(
      failures,
      countOf(files, 'file'),
      figures.done === 0 ? undefined : formatBytes(figures.bytesDone),
      figures.skipped === 0 ? undefined : `${formatCount(figures.skipped)} there already`,
    );
  }
  return joined(
    failures,
    active + waiting === 0 ? 'paused' : undefined,
    `${formatCount(ended)} of ${countOf(files, 'file')}`,
    share(figures.bytes, figures.size, figures.sizeIsLeast),
    rate(figures.bytesPerSecond),
    figures.sizeIsLeast
      ? undefined
      : timeLeft(secondsLeft(figures.bytes, figures.size, figures.bytesPerSecond)),
  );
}

/** What the view says of all of them; undefined where nothing is left to do. */
export function totalWords(totals: QueueTotals): string | undefined {
  const { active, waiting, paused, failed } = totals;
  if (active + waiting + paused === 0) {
    return undefined;
  }
  return joined(
    counted(active, 'under way'),
    counted(waiting, 'waiting'),
    counted(paused, 'paused'),
    counted(failed, 'failed'),
    totals.size === 0 ? undefined : share(totals.transferred, totals.size, totals.sizeIsLeast),
    rate(totals.bytesPerSecond),
    timeLeft(totals.secondsLeft),
  );
}

/** `14 s left`, `3 min left`, `2 h 5 min left`. */
export function timeLeft(seconds: number | undefined): string | undefined {
  if (seconds === undefined || !Number.isFinite(seconds) || seconds < 0) {
    return undefined;
  }
  const whole = Math.max(1, Math.ceil(seconds));
  if (whole < 100) {
    return `${whole} s left`;
  }
  const minutes = Math.ceil(whole / 60);
  if (minutes < 100) {
    return `${minutes} min left`;
  }
  const hours = Math.floor(minutes / 60);
  return hours < 100
    ? `${hours} h ${minutes % 60} min left`
    : `${formatCount(Math.ceil(hours / 24))} days left`;
}

/** How it was made sure that the bytes are right. */
export function verifiedWords(verified: Verified): string {
  switch (verified.by) {
    case 'checksum':
      return `${verified.algorithm} agrees`;
    case 'md5':
      return 'MD5 agrees';
    case 'size':
      return 'size agrees';
  }
}

function secondsLeft(
  done: number,
  size: number | undefined,
  bytesPerSecond: number | undefined,
): number | undefined {
  return size === undefined || bytesPerSecond === undefined || bytesPerSecond <= 0
    ? undefined
    : Math.max(0, size - done) / bytesPerSecond;
}

function share(done: number, size: number | undefined, isLeast = false): string {
  if (size === undefined || size < done) {
    return formatBytes(done);
  }
  return formatShare(done, size) + (isLeast ? ' and more' : '');
}

function bytesOf(size: number | undefined): string | undefined {
  return size === undefined ? undefined : formatBytes(size);
}

function rate(bytesPerSecond: number | undefined): string | undefined {
  return bytesPerSecond === undefined ? undefined : `${formatBytes(bytesPerSecond)}/s`;
}

function counted(count: number, what: string): string | undefined {
  return count === 0 ? undefined : `${formatCount(count)} ${what}`;
}

function joined(...parts: readonly (string | undefined)[]): string {
  return parts.filter((part) => part !== undefined && part !== '').join(BETWEEN);
}
