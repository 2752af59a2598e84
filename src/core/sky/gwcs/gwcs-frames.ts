import { type AsdfNode, childOf } from '../../asdf/node';
import type { CelestialFrame } from '../wcs';
import { kindOf } from './kind';
import { badGwcs, short } from './problem';

/** One coordinate of a frame. */
export interface FrameAxis {
  /** `lon`, `x`; empty where the file does not say. */
  readonly name: string;
  /** What it is in the words of UCD: `pos.eq.ra`, `em.wl`, `custom:x`; empty where the file does not say. */
  readonly physicalType: string;
  /** As the file has it: `deg`, `pixel`, `um`. */
  readonly unit: string;
  readonly kind: FrameKind;
}

export type FrameKind = 'celestial' | 'spectral' | 'temporal' | 'stokes' | '2d' | 'other';

/** A place along the way from the detector to the sky whose coordinates have names. */
export interface GwcsFrame {
  readonly name: string;
  /** `composite` for one of several parts, `unknown` where the file has no more than a name. */
  readonly kind: FrameKind | 'composite' | 'unknown';
  /** In the order of the values; none where the file has no more than a name. */
  readonly axes: readonly FrameAxis[];
  readonly units: readonly string[];
  /** Of the celestial part: its place among the axes, its frame. */
  readonly celestial:
    | { readonly longitude: number; readonly latitude: number; readonly frame: CelestialFrame }
    | undefined;
  /** The reference frame in the words of the file: `icrs`, `fk5`; undefined where there is none. */
  readonly reference: string | undefined;
}

const KINDS: Readonly<Record<string, FrameKind>> = {
  celestial_frame: 'celestial',
  spectral_frame: 'spectral',
  temporal_frame: 'temporal',
  stokes_frame: 'stokes',
  frame2d: '2d',
  frame: 'other',
};

const MOST_AXES = 32;

/** @throws SkybucketError `format` for a frame without a name, or whose axes are out of order. */
export function frameOf(node: AsdfNode | undefined): GwcsFrame {
  if (node?.kind === 'scalar' && node.value !== null) {
    return bare(node.text);
  }
  const name = textAt(node, 'name');
  const kind = kindOf(node)?.name ?? '';
  if (node?.kind !== 'mapping' || name === undefined) {
    throw badGwcs('A frame of the coordinate system has no name.');
  }
  const parts = kind === 'composite_frame' ? items(childOf(node, 'frames')) : [node];
  const axes: FrameAxis[] = [];
  let celestial: GwcsFrame['celestial'];
  let reference: string | undefined;
  for (const part of parts) {
    const partKind = KINDS[kindOf(part)?.name ?? ''] ?? 'other';
    const places = placesOf(part, partKind, axes.length);
    places.forEach((place, k) => {
      if (!Number.isInteger(place) || place < 0 || place >= MOST_AXES || axes[place]) {
        throw badGwcs(`The axes of the frame ${short(name)} are out of order.`);
      }
      axes[place] = axisOf(part, partKind, k);
    });
    const referenceNode = childOf(part, 'reference_frame');
    reference ??= kindOf(referenceNode)?.name;
    if (partKind === 'celestial' && celestial === undefined && places.length >= 2) {
      const frame = celestialFrame(referenceNode);
      celestial = { longitude: places[0] as number, latitude: places[1] as number, frame };
    }
  }
  if (axes.length === 0 || Object.keys(axes).length !== axes.length) {
    throw badGwcs(`The axes of the frame ${short(name)} are out of order.`);
  }
  const one = parts.length === 1 ? (KINDS[kindOf(parts[0])?.name ?? ''] ?? 'other') : 'composite';
  return {
    ...{ name, kind: kind === 'composite_frame' ? 'composite' : one, axes },
    ...{ units: axes.map(({ unit }) => unit), celestial, reference },
  };
}

function bare(name: string): GwcsFrame {
  const nothing = { celestial: undefined, reference: undefined };
  return { name, kind: 'unknown', axes: [], units: [], ...nothing };
}

function items(node: AsdfNode | undefined): readonly AsdfNode[] {
  return node?.kind === 'sequence' ? node.items : [];
}

function textAt(node: AsdfNode | undefined, key: string): string | undefined {
  const child = childOf(node, key);
  return child?.kind === 'scalar' && child.value !== null ? child.text : undefined;
}

/** Places of the axes of a part among those of the whole. */
function placesOf(part: AsdfNode, kind: FrameKind, next: number): number[] {
  const order = items(childOf(part, 'axes_order')).map((item) =>
    item.kind === 'scalar' && item.value !== null ? Number(item.value) : NaN,
  );
  if (order.length > 0) {
    return order;
  }
  const naxes = Number(textAt(part, 'naxes') ?? NaN);
  const listed = Math.max(
    items(childOf(part, 'axes_names')).length,
    items(childOf(part, 'unit')).length,
    Number.isInteger(naxes) && naxes > 0 && naxes <= MOST_AXES ? naxes : 0,
  );
  const count = listed || (kind === 'celestial' || kind === '2d' ? 2 : 1);
  return Array.from({ length: Math.min(count, MOST_AXES) }, (_, k) => next + k);
}

const DEFAULT_UNITS: Readonly<Record<FrameKind, string>> = {
  celestial: 'deg',
  '2d': 'pixel',
  spectral: '',
  temporal: 's',
  stokes: '',
  other: '',
};

function axisOf(part: AsdfNode, kind: FrameKind, k: number): FrameAxis {
  const at = (key: string): string => {
    const node = childOf(part, key);
    const item = node?.kind === 'sequence' ? node.items[k] : k === 0 ? node : undefined;
    return item?.kind === 'scalar' && item.value !== null ? item.text : '';
  };
  return {
    name: at('axes_names'),
    physicalType: at('axis_physical_types'),
    unit: at('unit') || DEFAULT_UNITS[kind],
    kind,
  };
}

const SYSTEMS: Readonly<Record<string, CelestialFrame['system']>> = {
  icrs: 'ICRS',
  fk5: 'FK5',
  fk4: 'FK4',
  fk4noeterms: 'FK4-NO-E',
  fk4_no_e_terms: 'FK4-NO-E',
  galactic: 'Galactic',
  supergalactic: 'Supergalactic',
  barycentrictrueecliptic: 'Ecliptic',
  barycentricmeanecliptic: 'Ecliptic',
};

/** Equinoxes the frames of astropy have where none is given. */
const DEFAULT_EQUINOXES: Partial<Record<CelestialFrame['system'], number>> = {
  FK5: 2000,
  FK4: 1950,
  'FK4-NO-E': 1950,
  Ecliptic: 2000,
};

function celestialFrame(node: AsdfNode | undefined): CelestialFrame {
  const system = SYSTEMS[kindOf(node)?.name ?? ''] ?? 'other';
  const given = childOf(childOf(node, 'frame_attributes'), 'equinox');
  const text = textAt(given, 'value') ?? (given?.kind === 'scalar' ? given.text : '');
  const year = /^[JB]?(\d{4}(?:\.\d+)?)$/u.exec(text)?.[1];
  return { system, equinox: year === undefined ? DEFAULT_EQUINOXES[system] : Number(year) };
}
