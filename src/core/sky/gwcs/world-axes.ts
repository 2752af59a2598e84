import type { Wcs, WorldAxis } from '../wcs';
import type { FrameAxis, GwcsFrame } from './gwcs-frames';

/** The coordinates of the last frame as a {@link Wcs} has them. */
export interface WorldAxes {
  readonly axes: readonly WorldAxis[];
  readonly celestial: Wcs['celestial'];
  readonly warnings: readonly string[];
  /** Whether the frame itself has its directions in degrees. */
  readonly inDegrees: boolean;
  toDegrees(values: Float64Array[]): Float64Array[];
  fromDegrees(world: readonly Float64Array[]): Float64Array[];
}

/** Degrees in one of them. */
const ANGLES: Readonly<Record<string, number>> = {
  deg: 1,
  degree: 1,
  arcmin: 1 / 60,
  arcsec: 1 / 3600,
  mas: 1 / 3_600_000,
  uas: 1 / 3_600_000_000,
  rad: 180 / Math.PI,
  hourangle: 15,
};

/** Words for the UCDs of axes. */
const NAMES: Readonly<Record<string, string>> = {
  'pos.eq.ra': 'Right ascension',
  'pos.eq.dec': 'Declination',
  'pos.galactic.lon': 'Galactic longitude',
  'pos.galactic.lat': 'Galactic latitude',
  'pos.ecliptic.lon': 'Ecliptic longitude',
  'pos.ecliptic.lat': 'Ecliptic latitude',
  'pos.supergalactic.lon': 'Supergalactic longitude',
  'pos.supergalactic.lat': 'Supergalactic latitude',
  'em.wl': 'Wavelength',
  'em.freq': 'Frequency',
  'em.energy': 'Energy',
  'em.wavenumber': 'Wave number',
  'spect.dopplerVeloc': 'Velocity',
  'phys.polarization.stokes': 'Stokes',
  time: 'Time',
};

/** @param outputs what the transforms give: a frame that has other axes is not believed. */
export function worldAxesOf(frame: GwcsFrame, outputs: number): WorldAxes {
  const fits = frame.axes.length === outputs;
  const axes = Array.from({ length: outputs }, (_, k) =>
    fits ? axisOf(frame.axes[k] as FrameAxis, k) : plainAxis(k),
  );
  const warnings =
    fits || frame.kind === 'unknown'
      ? []
      : [
          `The frame of the world has ${frame.axes.length} axes, and the transforms give ${outputs} values.`,
        ];
  const celestial = fits ? frame.celestial : undefined;
  if (celestial === undefined) {
    const same = { toDegrees: (values: Float64Array[]) => values, inDegrees: false };
    return { axes, celestial, warnings, ...same, fromDegrees: (world) => [...world] };
  }
  const places = [celestial.longitude, celestial.latitude];
  const factors = axes.map((_, k) =>
    places.includes(k) ? ANGLES[(frame.axes[k] as FrameAxis).unit] : 1,
  );
  const unknown = factors.indexOf(undefined);
  if (unknown >= 0) {
    warnings.push(`The unit of ${axes[unknown]?.name ?? 'the sky'} is taken for degrees.`);
  }
  const inDegrees = factors.every((factor) => (factor ?? 1) === 1);
  return {
    axes: axes.map((axis, k) => (places.includes(k) ? { ...axis, unit: 'deg' } : axis)),
    ...{ celestial, warnings, inDegrees },
    toDegrees: (values) => values.map((axis, k) => times(axis, factors[k] ?? 1)),
    fromDegrees: (world) => world.map((axis, k) => times(axis, 1 / (factors[k] ?? 1))),
  };
}

function times(values: Float64Array, factor: number): Float64Array {
  return factor === 1 ? values : values.map((value) => value * factor);
}

function axisOf({ name, physicalType, unit }: FrameAxis, k: number): WorldAxis {
  const words = Object.hasOwn(NAMES, physicalType) ? NAMES[physicalType] : undefined;
  return { name: words ?? (name || `Axis ${k + 1}`), type: name || physicalType, unit };
}

function plainAxis(k: number): WorldAxis {
  return { name: `Axis ${k + 1}`, type: '', unit: '' };
}
