import type { Direction } from '../../sky/geometry';

/** Both ends belong to it; `-Infinity` and `Infinity` for an open one. */
export interface Interval {
  readonly from: number;
  readonly to: number;
}

/** Where to search: ICRS, degrees. */
export type SkyShape =
  | {
      readonly kind: 'circle';
      readonly centre: Direction;
      /** Above 0, to 90. */
      readonly radius: number;
    }
  | { readonly kind: 'range'; readonly longitude: Interval; readonly latitude: Interval }
  | { readonly kind: 'polygon'; readonly corners: readonly Direction[] };

/**
 * What to search for by SIA 2.0 (IVOA, 2015). Values of one criterion are alternatives, criteria restrict each
 * other. Intervals mean: whatever overlaps them.
 */
export interface SiaQuery {
  /** POS */
  readonly place?: readonly SkyShape[] | undefined;
  /** BAND, metres in vacuum. */
  readonly band?: readonly Interval[] | undefined;
  /** TIME, MJD in UTC. */
  readonly time?: readonly Interval[] | undefined;
  /** POL: `I`, `Q`, `XX`, … */
  readonly polarization?: readonly string[] | undefined;
  /** FOV, degrees. */
  readonly fieldOfView?: readonly Interval[] | undefined;
  /** SPATRES, arcseconds. */
  readonly resolution?: readonly Interval[] | undefined;
  /** SPECRP: wavelength over resolution element. */
  readonly resolvingPower?: readonly Interval[] | undefined;
  /** EXPTIME, seconds. */
  readonly exposure?: readonly Interval[] | undefined;
  /** TIMERES, seconds. */
  readonly timeResolution?: readonly Interval[] | undefined;
  /** ID: publisher's identifiers of datasets. */
  readonly id?: readonly string[] | undefined;
  readonly facility?: readonly string[] | undefined;
  readonly collection?: readonly string[] | undefined;
  readonly instrument?: readonly string[] | undefined;
  /** DPTYPE: `image`, `cube`. */
  readonly productType?: readonly string[] | undefined;
  /** CALIB: 0 (raw) to 4 (enhanced). */
  readonly calibration?: readonly number[] | undefined;
  readonly target?: readonly string[] | undefined;
  /** FORMAT of the images: `image/fits`. */
  readonly format?: readonly string[] | undefined;
  /** MAXREC: the most rows; 0 asks for the columns alone. */
  readonly mostRows?: number | undefined;
  /** RESPONSEFORMAT of the answer; left out, a VOTable. */
  readonly responseFormat?: string | undefined;
  /** Parameters of the service's own, by their names. */
  readonly other?: Readonly<Record<string, readonly string[]>> | undefined;
}
