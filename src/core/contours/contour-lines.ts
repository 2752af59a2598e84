import type { Cells } from './cells';

/** Positions of one line, `x, y` in turns, in cells: the middle of the first one is (0, 0). */
export type Line = Float64Array;

/** No edge. */
const NONE = -1;

type Side = 'bottom' | 'right' | 'top' | 'left';

/** Where lines come in and leave, by which corners are high: 1 is lower left, 2 lower right, 4 upper right, 8 upper left. */
const LINKS: readonly (readonly (readonly [Side, Side])[])[] = [
  [],
  [['bottom', 'left']],
  [['right', 'bottom']],
  [['right', 'left']],
  [['top', 'right']],
  [
    ['bottom', 'left'],
    ['top', 'right'],
  ],
  [['top', 'bottom']],
  [['top', 'left']],
  [['left', 'top']],
  [['bottom', 'top']],
  [
    ['right', 'bottom'],
    ['left', 'top'],
  ],
  [['right', 'top']],
  [['left', 'right']],
  [['bottom', 'right']],
  [['left', 'bottom']],
  [],
];

/** The same where two high corners across hang together. */
const JOINED: Readonly<Record<number, (typeof LINKS)[number]>> = {
  5: [
    ['bottom', 'right'],
    ['top', 'left'],
  ],
  10: [
    ['left', 'bottom'],
    ['right', 'top'],
  ],
};

/**
 * Lines along which a grid has one value, by marching squares with linear interpolation, as contourpy
 * (`serial`, what matplotlib draws) has them: a value equal to the level lies below it; where a square has
 * two high corners across, the mean of all four tells whether they hang together. Higher values lie to the
 * left. A closed line ends where it began; at squares with a NaN corner and at the edges lines are open.
 */
export class ContourLines {
  /**
   * The edges of squares are numbered: those along x from 0, those along y after them. Here stands, for each
   * edge where a line comes into a square, the edge where it leaves.
   */
  private readonly next: Int32Array;
  private readonly entered: Uint8Array;

  constructor(private readonly cells: Cells) {
    this.next = new Int32Array(2 * cells.values.length);
    this.entered = new Uint8Array(2 * cells.values.length);
  }

  /** The lines of one level; open ones first. */
  *lines(level: number): Generator<Line> {
    this.next.fill(NONE);
    this.entered.fill(0);
    this.march(level);
    // Those no line comes into are ends; the rest are rings.
    for (const rings of [false, true]) {
      for (let edge = 0; edge < this.next.length; edge++) {
        if (this.next[edge] !== NONE && (rings || this.entered[edge] === 0)) {
          yield this.follow(edge, level);
        }
      }
    }
  }

  private march(level: number): void {
    const { width, height, values } = this.cells;
    for (let j = 0; j + 1 < height; j++) {
      for (let i = 0; i + 1 < width; i++) {
        const at = j * width + i;
        const a = values[at] as number;
        const b = values[at + 1] as number;
        const c = values[at + width + 1] as number;
        const d = values[at + width] as number;
        const high =
          (a > level ? 1 : 0) | (b > level ? 2 : 0) | (c > level ? 4 : 0) | (d > level ? 8 : 0);
        if (high === 0 || high === 15 || Number.isNaN(a + b + c + d)) {
          continue;
        }
        const joined = (high === 5 || high === 10) && 0.25 * (a + b + c + d) > level;
        const links = (joined ? JOINED[high] : LINKS[high]) as readonly (readonly [Side, Side])[];
        for (const [from, to] of links) {
          const leaves = this.edge(at, to);
          this.next[this.edge(at, from)] = leaves;
          this.entered[leaves] = 1;
        }
      }
    }
  }

  private edge(at: number, side: Side): number {
    const { width, values } = this.cells;
    switch (side) {
      case 'bottom':
        return at;
      case 'top':
        return at + width;
      case 'left':
        return values.length + at;
      case 'right':
        return values.length + at + 1;
    }
  }

  private follow(start: number, level: number): Line {
    const positions: number[] = [];
    for (let edge = start; edge !== NONE;) {
      this.place(edge, level, positions);
      const next = this.next[edge] as number;
      this.next[edge] = NONE;
      edge = next;
    }
    return Float64Array.from(positions);
  }

  /** Where the level is reached on an edge. */
  private place(edge: number, level: number, positions: number[]): void {
    const { width, values } = this.cells;
    const alongX = edge < values.length;
    const at = alongX ? edge : edge - values.length;
    const z0 = values[at] as number;
    const z1 = values[alongX ? at + 1 : at + width] as number;
    const share = (level - z0) / (z1 - z0);
    const i = at % width;
    const j = (at - i) / width;
    positions.push(alongX ? i + share : i, alongX ? j : j + share);
  }
}
