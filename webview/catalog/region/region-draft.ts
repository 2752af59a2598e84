import type { RegionSpec } from '../../../src/protocol/catalog';
import type { AngleUnit } from './angle-text';
import { PER_DEGREE, declination, degreesText, radius, rightAscension } from './angle-text';

export const REGION_KINDS = ['everywhere', 'cone', 'box', 'polygon', 'image', 'moc'] as const;
export type RegionKind = (typeof REGION_KINDS)[number];

/** A region that is taken as it is: from an image, or from a MOC file. */
export interface TakenRegion {
  readonly label: string;
  readonly region: RegionSpec;
}

/** A region while it is being typed; what belongs to the kinds not chosen stays, to go back to. */
export interface RegionDraft {
  readonly kind: RegionKind;
  readonly place: string;
  readonly radius: string;
  readonly unit: AngleUnit;
  /** Right ascension from and to, declination from and to. */
  readonly box: readonly [string, string, string, string];
  /** A corner a line. */
  readonly corners: string;
  /** The polygon is what lies outside of its smaller side. */
  readonly larger: boolean;
  readonly image: TakenRegion | undefined;
  readonly moc: TakenRegion | undefined;
}

export const EVERYWHERE: RegionDraft = {
  ...{ kind: 'everywhere', place: '', radius: '', unit: 'arcmin', box: ['', '', '', ''] },
  ...{ corners: '', larger: false, image: undefined, moc: undefined },
};

/** A region as far as it can be read from what is typed. */
export type RegionReading =
  | { readonly is: 'ready'; readonly region: RegionSpec }
  /** Something is still to be typed. */
  | { readonly is: 'empty'; readonly words: string }
  | { readonly is: 'wrong'; readonly words: string };

export interface Position {
  readonly ra: number;
  readonly dec: number;
}

export const MOST_CORNERS = 10_000;

/**
 * @param place where the cone has its centre; undefined while nobody has said.
 */
export function readRegion(draft: RegionDraft, place: Position | undefined): RegionReading {
  switch (draft.kind) {
    case 'everywhere':
      return { is: 'ready', region: { kind: 'everywhere' } };
    case 'cone':
      return readCone(draft, place);
    case 'box':
      return readBox(draft.box);
    case 'polygon':
      return readPolygon(draft);
    case 'image':
      return draft.image === undefined
        ? { is: 'empty', words: 'Choose the field of an image, or a region drawn there.' }
        : { is: 'ready', region: draft.image.region };
    case 'moc':
      return draft.moc === undefined
        ? { is: 'empty', words: 'Choose a MOC file (FITS or ASCII).' }
        : { is: 'ready', region: draft.moc.region };
  }
}

function readCone(draft: RegionDraft, place: Position | undefined): RegionReading {
  if (draft.place.trim() === '') {
    return { is: 'empty', words: 'Type a position or the name of an object.' };
  }
  if (draft.radius.trim() === '') {
    return { is: 'empty', words: 'Type a radius.' };
  }
  const size = radius(draft.radius, draft.unit);
  if (size === undefined || size > 180) {
    return { is: 'wrong', words: `“${draft.radius}” is no radius between 0 and 180 degrees.` };
  }
  return place === undefined
    ? { is: 'empty', words: 'The position is not known yet.' }
    : { is: 'ready', region: { kind: 'cone', ra: place.ra, dec: place.dec, radius: size } };
}

function readBox(texts: RegionDraft['box']): RegionReading {
  if (texts.some((text) => text.trim() === '')) {
    return { is: 'empty', words: 'Type both ends of right ascension and declination.' };
  }
  const values = texts.map((text, at) => (at < 2 ? rightAscension(text) : declination(text)));
  const wrong = values.indexOf(undefined);
  if (wrong >= 0) {
    const what = wrong < 2 ? 'right ascension' : 'declination';
    return { is: 'wrong', words: `“${texts[wrong] ?? ''}” is no ${what}.` };
  }
  const [ra0, ra1, dec0, dec1] = values as [number, number, number, number];
  return dec0 > dec1
    ? { is: 'wrong', words: 'The declination goes from the smaller to the larger value.' }
    : { is: 'ready', region: { kind: 'box', ra: [ra0, ra1], dec: [dec0, dec1] } };
}

function readPolygon({ corners: text, larger }: RegionDraft): RegionReading {
  const lines = text.split(/[\n;]/).filter((line) => line.trim() !== '');
  if (lines.length > MOST_CORNERS) {
    return { is: 'wrong', words: `A polygon has at most ${MOST_CORNERS} corners here.` };
  }
  const corners: (readonly [number, number])[] = [];
  for (const line of lines) {
    const corner = cornerOf(line);
    if (corner === undefined) {
      const shown = line.trim().slice(0, 40);
      return { is: 'wrong', words: `“${shown}” is no corner: right ascension, declination.` };
    }
    corners.push(corner);
  }
  return corners.length < 3
    ? { is: 'empty', words: 'Type at least three corners, each on a line: 62.0 25.0' }
    : { is: 'ready', region: { kind: 'polygon', corners, larger } };
}

/** `62.0 25.0`, `62.0, 25.0`, `04h08m +25d30m`, `04 08 00, +25 30 00`. */
function cornerOf(line: string): readonly [number, number] | undefined {
  const bare = line.trim().replace(/^[([]|[)\],]+$/g, '');
  const [ra, dec, ...more] = bare.split(bare.includes(',') ? /\s*,\s*/ : /\s+/);
  const corner = [rightAscension(ra ?? ''), declination(dec ?? '')] as const;
  const [first, second] = corner;
  return first === undefined || second === undefined || more.length > 0
    ? undefined
    : [first, second];
}

/** What is typed for a region that was asked before. */
export function draftOf(region: RegionSpec, before: RegionDraft = EVERYWHERE): RegionDraft {
  switch (region.kind) {
    case 'everywhere':
      return { ...before, kind: 'everywhere' };
    case 'cone': {
      const unit: AngleUnit =
        region.radius >= 1 ? 'deg' : region.radius >= 1 / 60 ? 'arcmin' : 'arcsec';
      return {
        ...{ ...before, kind: 'cone', unit },
        place: `${degreesText(region.ra)} ${signed(region.dec)}`,
        radius: degreesText(region.radius * PER_DEGREE[unit]),
      };
    }
    case 'box': {
      const [ra0, ra1, dec0, dec1] = [...region.ra, ...region.dec].map(degreesText);
      return { ...before, kind: 'box', box: [ra0 ?? '', ra1 ?? '', dec0 ?? '', dec1 ?? ''] };
    }
    case 'polygon':
      return {
        ...{ ...before, kind: 'polygon', larger: region.larger },
        corners: region.corners.map(([ra, dec]) => `${degreesText(ra)} ${signed(dec)}`).join('\n'),
      };
    case 'moc':
      return { ...before, kind: 'moc', moc: { label: region.name, region } };
    case 'union': {
      const label = `${region.parts.length} regions together`;
      return { ...before, kind: 'image', image: { label, region } };
    }
  }
}

function signed(degrees: number): string {
  return degrees < 0 ? degreesText(degrees) : `+${degreesText(degrees)}`;
}
