import { type SpherePoint, toSphere } from './face';
import { highHalf, lowHalf } from './bits';
import { checkOrder, MOST_NUMBER_ORDER } from './order';
import { type PixelRanges, pixelRanges } from './pixel-ranges';

/** A part of the sky, known by how far from its border a direction is. */
export interface SkyArea {
  /**
   * Radians from the nearest point of the border to a direction, positive outside, negative or zero inside. Inside
   * it may be said to be nearer than it is, but not to be farther.
   *
   * @param x @param y @param z a unit vector
   * @param within of what is farther from the border, the sign alone counts, and infinity may be said
   */
  signedDistance(x: number, y: number, z: number, within: number): number;
}

export interface CoverOptions {
  /**
   * The most pixels on the border that are looked at, at any order. Where the border has more, it is covered by
   * pixels of a lower order, whole.
   */
  readonly mostOnBorder?: number | undefined;
}

export interface Coverage extends PixelRanges {
  /** The order of the smallest pixels that were looked at: less than `order` where a limit was reached. */
  readonly finest: number;
}

const MOST_ON_BORDER = 100_000;
/** Halvings of a pixel that decide whether its corner or edge reaches into the area. */
const MOST_HALVINGS = 12;
/** Pieces of one pixel that are looked at for it, and of all together. */
const MOST_PIECES = 2_000;
const MOST_PIECES_IN_ALL = 2_000_000;
/** Radians: beyond what rounding does to a direction, and far below the size of any pixel. */
const ROUNDING = 1e-14;

/** A square of a face with its lower left corner at (x, y) / side. */
interface Square {
  readonly face: number;
  readonly x: number;
  readonly y: number;
}

/**
 * All pixels that have a point in common with an area, and hardly any other: of those whose overlap is smaller than
 * 1/4000 of their side, and of those that miss the area by as little, either may be said. No pixel with a point
 * of the area that rounding might put into it is left out.
 *
 * @param order at most 24
 */
export function coverArea(area: SkyArea, order: number, options: CoverOptions = {}): Coverage {
  checkOrder(order, MOST_NUMBER_ORDER);
  return new Cover(area, order, options.mostOnBorder ?? MOST_ON_BORDER).run();
}

class Cover {
  private readonly at: SpherePoint = { z: 0, s: 0, phi: 0 };
  private readonly centre = new Float64Array(3);
  /** Of the four corners of the square that was looked at last. */
  private readonly corners = new Float64Array(12);
  private readonly bounds: number[] = [];
  private pieces = 0;

  constructor(
    private readonly area: SkyArea,
    private readonly order: number,
    private readonly mostOnBorder: number,
  ) {}

  run(): Coverage {
    let level = 0;
    let border = this.partly(
      0,
      Array.from({ length: 12 }, (_, face) => ({ face, x: 0, y: 0 })),
    );
    while (level < this.order && 4 * border.length <= this.mostOnBorder) {
      level++;
      border = this.partly(
        level,
        border.flatMap(({ face, x, y }) => quarters(face, 2 * x, 2 * y)),
      );
    }
    for (const square of border) {
      if (this.overlaps(level, square)) {
        this.add(level, square);
      }
    }
    return { ...pixelRanges(this.order, this.bounds), finest: level };
  }

  /** Takes the squares that lie inside, and gives back those that may lie on the border. */
  private partly(level: number, squares: readonly Square[]): Square[] {
    return squares.filter((square) => {
      const radius = this.look(level, square) + ROUNDING;
      const distance = this.distance(radius);
      if (distance < -radius) {
        this.add(level, square);
      }
      return Math.abs(distance) <= radius;
    });
  }

  private add(level: number, { face, x, y }: Square): void {
    const size = 4 ** (this.order - level);
    const pixel = face * 4 ** level + highHalf(x, y) * 2 ** 32 + lowHalf(x, y);
    this.bounds.push(pixel * size, (pixel + 1) * size);
  }

  /** Whether a pixel that may lie on the border has a point inside: pieces of it are looked at, nearest first. */
  private overlaps(level: number, square: Square): boolean {
    const end = Math.min(this.pieces + MOST_PIECES, MOST_PIECES_IN_ALL);
    let pieces: readonly Square[] = [square];
    for (let deep = level; deep <= level + MOST_HALVINGS; deep++) {
      const next: Square[] = [];
      for (const piece of pieces) {
        if (++this.pieces > end) {
          return true;
        }
        const radius = this.look(deep, piece) + ROUNDING;
        const distance = this.distance(radius);
        if (distance <= 0 || (distance <= radius && this.hasCornerInside())) {
          return true;
        }
        if (distance <= radius) {
          next.push(...quarters(piece.face, 2 * piece.x, 2 * piece.y));
        }
      }
      if (next.length === 0) {
        return false;
      }
      pieces = next;
    }
    return true;
  }

  private distance(within: number): number {
    return this.distanceAt(this.centre, 0, within);
  }

  private distanceAt(vectors: Float64Array, k: number, within: number): number {
    return this.area.signedDistance(
      vectors[k] as number,
      vectors[k + 1] as number,
      vectors[k + 2] as number,
      within,
    );
  }

  private hasCornerInside(): boolean {
    for (let k = 0; k < 12; k += 3) {
      if (this.distanceAt(this.corners, k, 0) <= 0) {
        return true;
      }
    }
    return false;
  }

  /** Writes middle and corners of a square. @returns radians from the middle to its farthest point, a corner */
  private look(level: number, { face, x, y }: Square): number {
    const size = 2 ** -level;
    this.vector(face, (x + 0.5) * size, (y + 0.5) * size, this.centre, 0);
    this.vector(face, x * size, y * size, this.corners, 0);
    this.vector(face, (x + 1) * size, y * size, this.corners, 3);
    this.vector(face, x * size, (y + 1) * size, this.corners, 6);
    this.vector(face, (x + 1) * size, (y + 1) * size, this.corners, 9);
    let most = 0;
    for (let k = 0; k < 12; k += 3) {
      const dx = (this.corners[k] as number) - (this.centre[0] as number);
      const dy = (this.corners[k + 1] as number) - (this.centre[1] as number);
      const dz = (this.corners[k + 2] as number) - (this.centre[2] as number);
      most = Math.max(most, dx * dx + dy * dy + dz * dz);
    }
    return 2 * Math.asin(Math.sqrt(most) / 2);
  }

  private vector(face: number, u: number, v: number, out: Float64Array, k: number): void {
    toSphere(face, u, v, this.at);
    const { s, z, phi } = this.at;
    out[k] = s * Math.cos(phi);
    out[k + 1] = s * Math.sin(phi);
    out[k + 2] = z;
  }
}

function quarters(face: number, x: number, y: number): Square[] {
  return [
    { face, x, y },
    { face, x: x + 1, y },
    { face, x, y: y + 1 },
    { face, x: x + 1, y: y + 1 },
  ];
}
