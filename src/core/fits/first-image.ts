import type { Hdu } from './hdu';
import { pictureOf } from './image-parameters';

/** Planes that only make sense beside the science image they belong to. */
const COMPANIONS = new Set(['ERR', 'DQ']);

/**
 * The index of the HDU to show first: the first picture, unless it is an error or quality plane and
 * there is a better one, SCI above all; undefined where the file has no picture.
 */
export function firstImage(hdus: readonly Hdu[]): number | undefined {
  const pictures = hdus.filter((hdu) => pictureOf(hdu) === 'yes');
  const name = (hdu: Hdu | undefined): string => hdu?.name.trim().toUpperCase() ?? '';
  const [first] = pictures;
  if (!COMPANIONS.has(name(first))) {
    return first?.index;
  }
  const science = pictures.find((hdu) => name(hdu) === 'SCI');
  const other = pictures.find((hdu) => !COMPANIONS.has(name(hdu)));
  return (science ?? other ?? first)?.index;
}
