/** A frame of directions on the sky, and what it needs to be exact. */
export interface CelestialFrame {
  readonly system:
    | 'ICRS'
    | 'FK5'
    | 'FK4'
    | 'FK4-NO-E'
    | 'Galactic'
    | 'Ecliptic'
    | 'Supergalactic'
    /** Of a spacecraft or a detector: directions that are not on the sky as catalogues know it. */
    | 'other';
  /** Julian (FK5, ecliptic) or Besselian (FK4) year; undefined where the frame has none. */
  readonly equinox: number | undefined;
}

/** What one world coordinate is. */
export interface WorldAxis {
  /** For people: `Right ascension`, `Galactic longitude`, `Wavelength`, `Stokes`. */
  readonly name: string;
  /** CTYPEn without the projection (`RA`, `GLON`, `WAVE`), or the name of the axis in a gwcs frame. */
  readonly type: string;
  /** The unit the values come in: `deg` for celestial axes, else SI (`m`, `Hz`, `m/s`, `s`) or what the file says. */
  readonly unit: string;
}

/**
 * Where the pixels of an image are: FITS WCS (papers I to IV, SIP, TPV, …) or gwcs alike.
 *
 * **Pixels** are 0-based, the centre of the first pixel at 0, the fastest axis first.
 * **Arrays** are one Float64Array for each axis, all of the same length: element k of all of them is one
 * position. What has no counterpart is NaN.
 */
export interface Wcs {
  readonly pixelAxes: number;
  readonly worldAxes: readonly WorldAxis[];
  /** Which world axes are longitude and latitude, in which frame; undefined where there are none. */
  readonly celestial:
    | { readonly longitude: number; readonly latitude: number; readonly frame: CelestialFrame }
    | undefined;
  /** What is odd about it and was read all the same, one sentence each. */
  readonly warnings: readonly string[];
  /** How pixels become directions, for people: `TAN with SIP distortion`, `gwcs`. */
  readonly projection?: string | undefined;
  toWorld(pixels: readonly Float64Array[]): Float64Array[];
  toPixel(world: readonly Float64Array[]): Float64Array[];
}
