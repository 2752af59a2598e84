import type { ArrayEntry } from '../core/asdf/array';
import type { HduLine } from '../protocol/methods';

/** What only makes sense beside the image it belongs to. */
const COMPANION = /^(?:.*dq\d*|dq_.*|err|error|var(?:_.*)?|context|weight|chisq|dumo)$/i;
const SCIENCE = /^(?:data|sci)$/i;
/** Coefficients of a coordinate system are no image, whatever their shape. */
const COORDINATES = /^(?:wcs|gwcs|transform|.*_transform)$/i;

/**
 * The index of the part to show first: the science array of Roman, else the first image that is called
 * data, else any image that is no companion of another, else a companion; then a line or a table with
 * something in it; else the tree.
 *
 * @param lines those of the arrays, in the order of the entries; `tree` is the index of the tree.
 */
export function firstArray(
  entries: readonly ArrayEntry[],
  lines: readonly HduLine[],
  tree: number,
): number {
  let best: { readonly rank: number; readonly index: number } | undefined;
  lines.forEach((line, i) => {
    const rank = rankOf(entries[i] as ArrayEntry, line);
    if (rank !== undefined && (best === undefined || rank < best.rank)) {
      best = { rank, index: line.index };
    }
  });
  return best?.index ?? tree;
}

function rankOf({ path, array }: ArrayEntry, line: HduLine): number | undefined {
  const keys = path.replace(/\/value$/, '').split('/');
  const name = keys.at(-1) ?? '';
  if ('problem' in array || keys.some((key) => COORDINATES.test(key))) {
    return undefined;
  }
  if (line.picture === 'yes') {
    if (keys.join('/') === 'roman/data') {
      return 0;
    }
    return SCIENCE.test(name) ? 1 : COMPANION.test(name) ? 3 : 2;
  }
  return (line.line || line.table) && !array.shape.includes(0) ? 4 : undefined;
}
