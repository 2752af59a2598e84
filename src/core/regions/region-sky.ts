import { frameName } from '../sky/frames-equinox';
import { separation } from '../sky/geometry';
import { localScale } from '../sky/geometry-scale';
import { PlaneSky } from '../sky/plane-sky';
import type { CelestialFrame, Wcs } from '../sky/wcs';

/** The sky around one place of a picture. */
export interface LocalSky {
  /** Degrees a pixel towards north of the image's own frame, which is what lengths of DS9 go by. */
  readonly scale: number;
  /** Where north is: degrees from +y towards −x. */
  readonly rotation: number;
  /** 1 as the sky is seen from Earth, −1 mirrored. */
  readonly parity: 1 | -1;
}

/** The sky behind one plane, in whatever frame a region is of. */
export class RegionSky {
  readonly own: PlaneSky;
  private readonly frames = new Map<string, PlaneSky>();

  /**
   * @param rest the pixel on the axes above the second
   * @throws RangeError of an image without celestial axes: see {@link regionSky}
   */
  constructor(
    private readonly wcs: Wcs,
    private readonly rest: readonly number[],
  ) {
    this.own = new PlaneSky(wcs, rest);
  }

  /** @throws SkybucketError `unsupported` where the image's frame cannot be converted. */
  in(frame: CelestialFrame): PlaneSky {
    const name = frameName(frame);
    const sky = this.frames.get(name) ?? new PlaneSky(this.wcs, this.rest, frame);
    this.frames.set(name, sky);
    return sky;
  }

  /** @returns undefined where the place is not on the sky */
  around(x: number, y: number, frame = this.own.frame): LocalSky | undefined {
    const local = localScale(this.wcs, x, y, { rest: this.rest, frame });
    if (local === undefined) {
      return undefined;
    }
    const { rotation, parity } = local;
    // DS9 takes lengths along north of the image's own frame, whatever frame a region is in.
    const { north, scaleX, scaleY } = localScale(this.wcs, x, y, { rest: this.rest }) ?? local;
    const { longitude, latitude } = this.own.toSky({
      x: Float64Array.of(x - north.x / 2, x + north.x / 2),
      y: Float64Array.of(y - north.y / 2, y + north.y / 2),
    });
    const [lon0 = NaN, lon1 = NaN] = longitude;
    const [lat0 = NaN, lat1 = NaN] = latitude;
    const scale = separation(
      { longitude: lon0, latitude: lat0 },
      { longitude: lon1, latitude: lat1 },
    );
    // At the border of the sky one of them has no position.
    const known = scale > 0 ? scale : Math.sqrt(scaleX * scaleY) / 3600;
    return { scale: known, rotation, parity };
  }
}

/** @returns undefined where the plane has no celestial coordinates */
export function regionSky(wcs: Wcs | undefined, rest: readonly number[]): RegionSky | undefined {
  return wcs?.celestial && wcs.pixelAxes >= 2 ? new RegionSky(wcs, rest) : undefined;
}
