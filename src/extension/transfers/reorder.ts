import type { TransferProgress } from '../../core/transfer/transfer';

/** A file that waits for its turn. */
export interface WaitingFile {
  readonly id: string;
  readonly batch: string;
}

/**
 * Where files go that are moved one step. Whole batches step over whole batches.
 *
 * @param order those that they step among, in their order
 * @returns the file they go before, `end`, or undefined where they are there already
 */
export function stepTarget(
  order: readonly WaitingFile[],
  moved: ReadonlySet<string>,
  step: 'up' | 'down',
  wholeBatches: boolean,
): { readonly before: string } | 'end' | undefined {
  const first = order.findIndex(({ id }) => moved.has(id));
  const last = order.findLastIndex(({ id }) => moved.has(id));
  if (first < 0) {
    return undefined;
  }
  if (step === 'up') {
    const target = order[first - 1];
    const start = wholeBatches ? order.find((file) => file.batch === target?.batch) : target;
    return start === undefined ? undefined : { before: start.id };
  }
  const next = order[last + 1];
  if (next === undefined) {
    return undefined;
  }
  const end = wholeBatches
    ? order.findLastIndex((file) => file.batch === next.batch && !moved.has(file.id))
    : last + 1;
  const after = order[end + 1];
  return after === undefined ? 'end' : { before: after.id };
}

/**
 * Where files go that are dropped on a row: they take its place, so that what is dragged down comes after it, and what
 * is dragged up before it.
 *
 * @param order all that are not over, in their order
 * @param target the files that the row stands for
 * @returns the file they go before, `end`, or undefined where they are dropped on themselves
 */
export function dropTarget(
  order: readonly WaitingFile[],
  moved: ReadonlySet<string>,
  target: ReadonlySet<string>,
): { readonly before: string } | 'end' | undefined {
  const places = order.flatMap(({ id }, index) => (target.has(id) && !moved.has(id) ? index : []));
  const [first] = places;
  const last = places.at(-1);
  if (first === undefined || last === undefined) {
    return [...target].some((id) => moved.has(id)) ? undefined : 'end';
  }
  const down = order.findIndex(({ id }) => moved.has(id)) < first;
  const before = order.find(
    ({ id }, index) => (down ? index > last : index >= first) && !moved.has(id),
  );
  return before === undefined ? 'end' : { before: before.id };
}

/** What is not over yet, in its order. */
export function openFiles(files: readonly TransferProgress[]): readonly WaitingFile[] {
  return files
    .filter(({ state }) => ['active', 'waiting', 'paused'].includes(state.kind))
    .map(({ file }) => ({ id: file.id, batch: file.batch }));
}
