import { frameConversion, type Directions, type FrameConversion } from './frames';
import { localScale } from './geometry-scale';
import type { CelestialFrame, Wcs } from './wcs';

/** Pixels of a plane: element k of both is one position, 0-based. */
export interface Positions {
  readonly x: Float64Array;
  readonly y: Float64Array;
}

/** How often the other coordinates are made to fit to their pixels. */
const ROUNDS = 8;
/** How far off its slice a pixel may be that was found. */
const NEAR = 1e-4;
/** Pixels at which the other coordinates of a plane are looked up, the first that has them. */
const REFERENCES = [0, 511.5, 99.5, 2047.5] as const;

/** A plane of an image on the sky: the first two pixel axes, the others at their slice. */
export class PlaneSky {
  readonly frame: CelestialFrame;
  private readonly celestial: NonNullable<Wcs['celestial']>;
  private readonly there: FrameConversion;
  private readonly back: FrameConversion;
  private reference: readonly number[] | undefined;

  /**
   * @param wcs one with celestial axes and at least two pixel axes.
   * @param slice 0-based pixel on each axis from the third on; 0 where it is not given.
   * @param frame of the directions; that of the image unless given.
   * @throws SkybucketError `unsupported` where the image's frame cannot be converted to it.
   */
  constructor(
    private readonly wcs: Wcs,
    private readonly slice: readonly number[],
    frame?: CelestialFrame,
  ) {
    if (wcs.celestial === undefined || wcs.pixelAxes < 2) {
      throw new RangeError('There are no celestial axes.');
    }
    this.celestial = wcs.celestial;
    this.frame = frame ?? this.celestial.frame;
    const same: FrameConversion = (longitude, latitude) => ({ longitude, latitude });
    const own = frame === undefined || frame === this.celestial.frame;
    this.there = own ? same : frameConversion(this.celestial.frame, this.frame);
    this.back = own ? same : frameConversion(this.frame, this.celestial.frame);
  }

  /** @returns degrees; NaN off the sky. */
  toSky({ x, y }: Positions): Directions {
    const world = this.wcs.toWorld([x, y, ...this.others(x.length)]);
    return this.there(...this.skyOf(world));
  }

  /** @returns NaN where a direction is not in the plane. */
  toPixels({ longitude, latitude }: Directions): Positions {
    const own = this.back(longitude, latitude);
    const nowhere = (): Float64Array => new Float64Array(longitude.length).fill(NaN);
    if (this.wcs.worldAxes.length > this.wcs.pixelAxes) {
      // Coordinates that differ from pixel to pixel: the sky alone does not say which.
      return { x: nowhere(), y: nowhere() };
    }
    let world = this.worldOf(own);
    let pixels = this.wcs.toPixel(world);
    for (let round = 0; round < ROUNDS && this.offSlice(pixels) > NEAR / 10; round += 1) {
      // Axes that are not at right angles: what they are at this slice depends on the place.
      const { x, y } = pair(pixels);
      const next = this.wcs.toWorld([x, y, ...this.others(x.length)]);
      next[this.celestial.longitude] = own.longitude;
      next[this.celestial.latitude] = own.latitude;
      world = next;
      pixels = this.wcs.toPixel(world);
    }
    const { x, y } = pair(pixels);
    for (let k = 0; k < x.length; k += 1) {
      if (!(this.offSliceAt(pixels, k) <= NEAR)) {
        x[k] = NaN;
        y[k] = NaN;
      }
    }
    return { x, y };
  }

  /** Why the two axes of the plane do not span the sky, judged at one pixel that is on it. */
  notSpanned(x: number, y: number): string | undefined {
    const { worldAxes, pixelAxes } = this.wcs;
    if (worldAxes.length > pixelAxes) {
      const others = this.otherNames().join(', ');
      return `Each pixel has its own ${others} beside its place on the sky, so the image is no picture of the sky.`;
    }
    const { longitude, latitude } = this.toSky({ x: Float64Array.of(x), y: Float64Array.of(y) });
    if (!Number.isFinite(longitude[0]) || !Number.isFinite(latitude[0])) {
      return undefined;
    }
    if (localScale(this.wcs, x, y, { rest: this.slice }) !== undefined) {
      return undefined;
    }
    const others = this.otherNames();
    const along = others.length > 0 ? `: ${others.join(' or ')} is along one of them` : '';
    return `The two axes of this plane do not span the sky${along}.`;
  }

  private otherNames(): string[] {
    const { longitude, latitude } = this.celestial;
    return this.wcs.worldAxes
      .filter((_, axis) => axis !== longitude && axis !== latitude)
      .map(({ name }) => name);
  }

  private others(length: number): Float64Array[] {
    return Array.from({ length: this.wcs.pixelAxes - 2 }, (_, k) =>
      new Float64Array(length).fill(this.slice[k] ?? 0),
    );
  }

  private skyOf(world: readonly Float64Array[]): [Float64Array, Float64Array] {
    const { longitude, latitude } = this.celestial;
    return [world[longitude] as Float64Array, world[latitude] as Float64Array];
  }

  private worldOf({ longitude, latitude }: Directions): Float64Array[] {
    const { celestial, wcs } = this;
    this.reference ??= wcs.worldAxes.length > 2 ? this.findReference() : [];
    return wcs.worldAxes.map((_, axis) => {
      if (axis === celestial.longitude || axis === celestial.latitude) {
        return axis === celestial.longitude ? longitude : latitude;
      }
      return new Float64Array(longitude.length).fill(this.reference?.[axis] ?? NaN);
    });
  }

  /** World coordinates of some pixel of the plane that has them all but for the sky. */
  private findReference(): number[] {
    const at = Float64Array.from(REFERENCES);
    const world = this.wcs.toWorld([at, at, ...this.others(at.length)]);
    const { longitude, latitude } = this.celestial;
    const found = REFERENCES.findIndex((_, k) =>
      world.every(
        (axis, i) => i === longitude || i === latitude || Number.isFinite(axis[k] ?? NaN),
      ),
    );
    return world.map((axis) => axis[Math.max(0, found)] ?? NaN);
  }

  private offSlice(pixels: readonly Float64Array[]): number {
    let most = 0;
    for (let k = 0; pixels.length > 2 && k < (pixels[0]?.length ?? 0); k += 1) {
      const off = this.offSliceAt(pixels, k);
      most = off > most ? off : most;
    }
    return most;
  }

  private offSliceAt(pixels: readonly Float64Array[], k: number): number {
    let most = 0;
    for (let axis = 2; axis < pixels.length; axis += 1) {
      const off = Math.abs((pixels[axis]?.[k] ?? NaN) - (this.slice[axis - 2] ?? 0));
      most = Number.isNaN(off) ? NaN : Math.max(most, off);
    }
    return most;
  }
}

function pair(pixels: readonly Float64Array[]): Positions {
  const [x = new Float64Array(0), y = new Float64Array(0)] = pixels;
  return { x, y };
}
