/** Rows of an image or a table that follow on each other, and where they come in what was asked for. */
export interface RowRun {
  /** The first of them. */
  readonly row: number;
  readonly rows: number;
  readonly at: number;
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
