import type { PlaneRef } from './methods';

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
  /** One sentence on why there is no position, though the file speaks of one. */
  readonly problem: string | undefined;
}

/** webview → host: `[params, result, progress]`. */
export interface PositionMethods {
  /** x and y 0-based. May read look-up tables and coefficients, once. */
  position: [params: PlaneRef & { x: number; y: number }, result: PositionReply, progress: never];
}
