import type { ReadOptions } from '../core/bytes/source';
import type { Plane } from '../core/image/plane';
import { matchPlanes, type Matching } from '../core/match/matching';
import { notOnSky, type PlacedPlane } from '../core/match/pixel-map';
import type { Kernel } from '../core/match/resample';
import type { HduLine, PlaneRef } from '../protocol/methods';
import type { Content } from './content';

/** One of two planes that are matched. */
export interface MatchSide {
  /** For people: `this image`. */
  readonly name: string;
  readonly ref: Pick<PlaneRef, 'hdu' | 'slice' | 'cell' | 'bits'>;
  readonly content: Pick<Content, 'wcs' | 'parts'>;
  readonly plane: Plane;
}

/**
 * @param onto the plane whose pixels are counted.
 * @param of the plane whose values are shown.
 * @throws SkybucketError `unsupported` where one of both has no place on the sky, or they do not overlap.
 */
export async function matchOf(
  onto: MatchSide,
  of: MatchSide,
  options: ReadOptions,
): Promise<Matching> {
  const [one, other] = [await placed(onto, options), await placed(of, options)];
  const { width, height } = onto.plane;
  return matchPlanes({
    onto: { ...one, width, height },
    of: { ...other, plane: of.plane },
    kernel: kernelOf(of),
  });
}

/** How the plane shown is called, beside the one whose pixels are counted. */
export function shownName(
  content: Pick<Content, 'parts'>,
  hdu: number,
  otherFile: boolean,
): string {
  const name = lineOf(content, hdu)?.name ?? '';
  const named = name === '' ? 'the image chosen' : `“${name}”`;
  return otherFile ? `${named} of the other file` : named;
}

async function placed(
  { name, ref, content }: MatchSide,
  options: ReadOptions,
): Promise<PlacedPlane> {
  const wcs = ref.cell === undefined ? await content.wcs(ref.hdu, options) : undefined;
  if (wcs === undefined) {
    throw notOnSky(name, 'it has no sky coordinates');
  }
  if ('problem' in wcs) {
    throw notOnSky(name, `its coordinates cannot be read (${withoutStop(wcs.problem)})`);
  }
  return { name, wcs, slice: ref.slice };
}

/** Integers are counts or flags: what lies between two of them may mean something else. */
function kernelOf({ ref, content }: MatchSide): Kernel {
  const format = lineOf(content, ref.hdu)?.format ?? '';
  return ref.bits === undefined && format.includes('float') ? 'linear' : 'nearest';
}

function lineOf(content: Pick<Content, 'parts'>, hdu: number): HduLine | undefined {
  return content.parts().lines.find(({ index }) => index === hdu);
}

function withoutStop(text: string): string {
  return text.replace(/\.$/, '');
}
