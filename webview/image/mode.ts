import type { HduLine } from '../../src/protocol/methods';

/** What the stage shows of an HDU, or of a cell of its table. */
export const MODES = ['picture', 'table', 'line', 'tree'] as const;
export type Mode = (typeof MODES)[number];

/** The ways an HDU can be shown, the first of them unless the user chooses another. */
export function modesOf({ picture, table, line, tree }: HduLine): Mode[] {
  return [
    // The HDU of a FITS file that holds one is a table of bytes, too.
    ...(tree === true ? (['tree'] as const) : []),
    ...(picture === 'yes' ? (['picture'] as const) : []),
    ...(table ? (['table'] as const) : []),
    ...(line ? (['line'] as const) : []),
  ];
}

export const MODE_LABELS: Readonly<Record<Mode, string>> = {
  picture: 'Picture',
  table: 'Table',
  line: 'Plot',
  tree: 'Tree',
};
