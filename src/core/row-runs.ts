/** Rows of an image or a table that follow on each other, and where they come in what was asked for. */
export interface RowRun {
  /** The first of them. */
  readonly row: number;
  readonly rows: number;
  readonly at: number;
}

/**
 * Rows `[from, to)` as one run.
 *
 * @throws what `outside` makes of the words for them, where they are no range; whether they are there is not looked at.
 */
export function runBetween(from: number, to: number, outside: (what: string) => Error): RowRun {
  if (!(Number.isSafeInteger(from) && Number.isSafeInteger(to) && from <= to)) {
    throw outside(`Rows ${from} to ${to}`);
  }
  return { row: from, rows: to - from, at: 0 };
}

/** The rows in their order, those together that follow on each other, up to `most`. */
export function rowRuns(rows: ArrayLike<number>, most = Infinity): RowRun[] {
  const runs: { row: number; rows: number; at: number }[] = [];
  let last: (typeof runs)[number] | undefined;
  for (let at = 0; at < rows.length; at += 1) {
    const row = rows[at] as number;
    if (last && last.rows < most && row === last.row + last.rows) {
      last.rows += 1;
    } else {
      runs.push((last = { row, rows: 1, at }));
    }
  }
  return runs;
}
