/** What stands beside the rows, in the order of its tabs. */
export const BESIDE = ['plots', 'match', 'column', 'cell'] as const;
export type BesideTab = (typeof BESIDE)[number];
export const RESULT_TABS = ['table', ...BESIDE] as const;
export type ResultTab = (typeof RESULT_TABS)[number];

/** As the tabs have them. */
export const LABELS: Readonly<Record<ResultTab, string>> = {
  table: 'Table',
  plots: 'Plots',
  match: 'Match',
  column: 'Column',
  cell: 'Cell',
};
