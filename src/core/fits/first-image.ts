import type { Hdu } from './hdu';
import { holdsLine, holdsTable, pictureOf, tableRowsOf } from './image-parameters';

/** Planes that only make sense beside the science image they belong to. */
const COMPANIONS = new Set(['ERR', 'DQ']);

/**
 * The index of the HDU to show first: the first picture, unless it is an error or quality plane and
 * there is a better one, SCI above all. Where the file has no picture, the first line or table with
 * rows; where it has none either, the first table; undefined where there is nothing to show.
 */
export function firstImage(hdus: readonly Hdu[]): number | undefined {
  const pictures = hdus.filter((hdu) => pictureOf(hdu) === 'yes');
  const name = (hdu: Hdu | undefined): string => hdu?.name.trim().toUpperCase() ?? '';
  const [first] = pictures;
  if (first === undefined) {
    const filled = hdus.find((hdu) => holdsLine(hdu) || (holdsTable(hdu) && tableRowsOf(hdu) > 0));
    return (filled ?? hdus.find(holdsTable))?.index;
  }
  if (!COMPANIONS.has(name(first))) {
    return first.index;
  }
  const science = pictures.find((hdu) => name(hdu) === 'SCI');
  const other = pictures.find((hdu) => !COMPANIONS.has(name(hdu)));
  return (science ?? other ?? first).index;
}
