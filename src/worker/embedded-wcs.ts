import type { ReadOptions } from '../core/bytes/source';
import { SkybucketError } from '../core/errors';
import type { Hdu } from '../core/fits/hdu';
import type { HduIndex } from '../core/fits/hdu-index';
import type { Wcs } from '../core/sky/wcs';
import type { FoundWcs } from './content';
import { embedsAsdf } from './embedded-asdf';
import { type EmbeddedFiles, isCalled } from './embedded-files';

/** The science array of JWST products, which has the coordinate system. */
const SCIENCE = 'SCI';
/** What is wrong with the file, not with the way to it. */
const BROKEN = ['format', 'unsupported', 'truncated', 'past-end', 'too-large', 'not-found'];

/**
 * The gwcs that the ASDF file in the last HDU (JWST) has for an image: more exact than the FITS header, which
 * at best comes near to it. Of the science array, and of those of the same size beside it.
 *
 * @returns a problem where there is one that cannot be used; undefined where the file speaks of none.
 */
export async function embeddedWcs(
  index: HduIndex,
  hdu: Hdu,
  files: EmbeddedFiles,
  options: ReadOptions,
): Promise<Wcs | { readonly problem: string } | undefined> {
  const primary = await index.hdu(0, options);
  if (primary.header.text('TELESCOP')?.trim().toUpperCase() !== 'JWST' || hdu.axes.length < 2) {
    return undefined;
  }
  // The list is there mostly; that of any other file need not be.
  for await (const each of index.all(options)) {
    void each;
  }
  const holder = index.known.find(embedsAsdf);
  const science = index.known.find(
    (other) =>
      other.name.trim().toUpperCase() === SCIENCE &&
      other.version === hdu.version &&
      other.axes.slice(0, 2).join() === hdu.axes.slice(0, 2).join(),
  );
  if (holder === undefined) {
    return undefined;
  }
  try {
    const file = await files.of(holder, options);
    let found: FoundWcs;
    for (const one of [hdu, science]) {
      found ??= one && (await file.wcsOfHdu((called) => isCalled(one, called), options));
    }
    return found && usable(found, hdu.axes.length);
  } catch (error) {
    if (error instanceof SkybucketError && BROKEN.includes(error.code)) {
      return { problem: error.message };
    }
    throw error;
  }
}

function usable(found: NonNullable<FoundWcs>, axes: number): NonNullable<FoundWcs> {
  if ('problem' in found) {
    return found;
  }
  if (found.pixelAxes > axes) {
    // Slits and traces are told apart by a coordinate that is no axis of the image.
    const problem = `It takes ${found.pixelAxes} coordinates of a pixel, and the image has ${axes} axes.`;
    return { problem };
  }
  return found.celestial === undefined ? { problem: 'It does not lead to the sky.' } : found;
}
