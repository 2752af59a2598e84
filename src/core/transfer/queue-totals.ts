import type { QueueTotals } from './queue';
import type { QueueItem } from './queue-item';

/** See {@link QueueTotals} for what counts. */
export function totalsOf(
  items: Iterable<QueueItem>,
  bytesPerSecond: number | undefined,
): QueueTotals {
  const count = { active: 0, waiting: 0, paused: 0, failed: 0, done: 0 };
  const batches = new Map<string, { open: boolean; done: number; size: number; least: boolean }>();
  for (const { file, state, run, done, size } of items) {
    const sum = batches.get(file.batch) ?? { open: false, done: 0, size: 0, least: false };
    batches.set(file.batch, sum);
    const active = run !== undefined && state.kind === 'waiting';
    if (state.kind === 'skipped' || state.kind === 'done') {
      count.done += 1;
    } else {
      count[active ? 'active' : state.kind] += 1;
    }
    if (state.kind === 'waiting') {
      sum.open = true;
    }
    if (state.kind === 'waiting' || state.kind === 'done') {
      sum.done += done;
      sum.size += Math.max(size ?? 0, done);
      sum.least ||= size === undefined;
    }
  }
  const open = [...batches.values()].filter((sum) => sum.open);
  const transferred = open.reduce((all, sum) => all + sum.done, 0);
  const size = open.reduce((all, sum) => all + sum.size, 0);
  const rate = count.active > 0 ? bytesPerSecond : undefined;
  return {
    ...count,
    ...{ transferred, size, sizeIsLeast: open.some((sum) => sum.least), bytesPerSecond: rate },
    secondsLeft: rate === undefined || rate <= 0 ? undefined : (size - transferred) / rate,
  };
}
