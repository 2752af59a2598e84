/** A file that waits for its turn. */
export interface WaitingFile {
  readonly id: string;
  readonly batch: string;
}

/**
 * Where files go that are moved one step, among those that wait. Whole batches step over whole batches.
 *
 * @param order all that wait, in their order
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
