import type { PlaneRef } from './methods';

/**
 * The frames positions can be told in. `own` is that of the image; FK5 and the ecliptic of date are those
 * of J2000, FK4 that of B1950.
 */
export const SKY_FRAMES = ['own', 'ICRS', 'FK5', 'FK4', 'Galactic', 'Ecliptic'] as const;
export type SkyFrame = (typeof SKY_FRAMES)[number];

/** A direction on the sky as people write it, longitude first. */
export interface SkyText {
  /** `ICRS`, `FK5 J2000`, `Galactic`. */
  readonly frame: string;
  /** `10h21m33.01s +41d12m00.1s`; as fine as a tenth of a pixel. */
  readonly sexagesimal: string;
  readonly degrees: string;
}

/** Where the centre of a pixel is, by the coordinate system of its image. */
export interface PositionReply {
  /** Undefined where the image has no celestial coordinates, or none there. */
  readonly sky: SkyText | undefined;
  /** Its other world coordinates, in the order of the file: `Wavelength`, `2.1195e-6`, `m`. */
  readonly others: readonly {
    readonly name: string;
    readonly text: string;
    readonly unit: string;
  }[];
  /**
   * Of a gwcs: the same place in the frames between the detector and the sky, in their order: `v2v3`,
   * `123.456 arcsec, -45.6 arcsec`. Left out: there are none.
   */
  readonly between?: readonly { readonly frame: string; readonly text: string }[] | undefined;
  /** One sentence on why there is no position, though the file speaks of one. */
  readonly problem: string | undefined;
}

/** webview → host: `[params, result, progress]`. */
export interface PositionMethods {
  /** x and y 0-based. May read look-up tables and coefficients, once. `frame` left out: `own`. */
  position: [
    params: PlaneRef & { x: number; y: number; frame?: SkyFrame | undefined },
    result: PositionReply,
    progress: never,
  ];
}
