import { clipped, type RowSpans, rowsBetween, type Size, type Span } from './row-spans';
import type { Circle, Ellipse, Polygon, Rectangle, Shape } from './shape';

const DEGREE = Math.PI / 180;

/**
 * The pixels of an image whose centres lie inside of a shape; centres on its border lie outside, as the
 * masks of astropy's `regions` have it (mode `center`). Points and lines have no inside. Of a polygon whose
 * edges cross, inside is what they enclose an odd number of times.
 */
export function shapeSpans(shape: Shape, size: Size): RowSpans {
  switch (shape.kind) {
    case 'circle':
      return convexSpans(circle(shape), size);
    case 'annulus': {
      const { x, y, inner, outer } = shape;
      return difference(
        convexSpans(circle({ kind: 'circle', x, y, radius: outer }), size),
        convexSpans(circle({ kind: 'circle', x, y, radius: inner }), size),
      );
    }
    case 'ellipse':
      return convexSpans(ellipse(shape), size);
    case 'box':
      return convexSpans(rectangle(shape), size);
    case 'polygon':
      return polygonSpans(shape, size);
    case 'point':
    case 'line':
      return { y0: 0, y1: 0, spans: () => [] };
  }
}

/** A convex shape around (x, y); `dx` and `dy` are distances from there. */
interface Convex {
  readonly x: number;
  readonly y: number;
  /** How far it reaches up and down. */
  readonly reach: number;
  contains(dx: number, dy: number): boolean;
  /** About where a row enters and leaves it. */
  edges(dy: number): readonly [number, number];
}

function circle({ x, y, radius }: Circle): Convex {
  const square = radius * radius;
  return {
    ...{ x, y, reach: radius },
    contains: (dx, dy) => dx * dx + dy * dy < square,
    edges: (dy) => {
      const half = Math.sqrt(square - dy * dy);
      return [-half, half];
    },
  };
}

function ellipse({ x, y, a, b, angle }: Ellipse): Convex {
  const [c, s] = [Math.cos(angle * DEGREE), Math.sin(angle * DEGREE)];
  const [aa, bb] = [1 / (a * a), 1 / (b * b)];
  // The border is where p dx² + 2 q dx dy + r dy² = 1.
  const p = c * c * aa + s * s * bb;
  const q = c * s * (aa - bb);
  const r = s * s * aa + c * c * bb;
  return {
    ...{ x, y, reach: Math.hypot(a * s, b * c) },
    contains: (dx, dy) => {
      const along = dy * s + dx * c;
      const across = dy * c - dx * s;
      return along * along * aa + across * across * bb < 1;
    },
    edges: (dy) => {
      const half = Math.sqrt(q * q * dy * dy - p * (r * dy * dy - 1)) / p;
      const middle = (-q * dy) / p;
      return [middle - half, middle + half];
    },
  };
}

function rectangle({ x, y, width, height, angle }: Rectangle): Convex {
  const [c, s] = [Math.cos(angle * DEGREE), Math.sin(angle * DEGREE)];
  const [w, h] = [width / 2, height / 2];
  return {
    ...{ x, y, reach: w * Math.abs(s) + h * Math.abs(c) },
    contains: (dx, dy) => Math.abs(dy * s + dx * c) < w && Math.abs(dy * c - dx * s) < h,
    edges: (dy) => {
      const [a0, a1] = strip(c, dy * s, w);
      const [b0, b1] = strip(-s, dy * c, h);
      return [Math.max(a0, b0), Math.min(a1, b1)];
    },
  };
}

/** Where `|slope · dx + start| < half`. */
function strip(slope: number, start: number, half: number): readonly [number, number] {
  if (Math.abs(slope) < Number.EPSILON) {
    return Math.abs(start) < half ? [-Infinity, Infinity] : [NaN, NaN];
  }
  const [one, other] = [(-half - start) / slope, (half - start) / slope];
  return [Math.min(one, other), Math.max(one, other)];
}

function convexSpans(shape: Convex, size: Size): RowSpans {
  const { x, y, reach } = shape;
  const inside = (px: number, dy: number): boolean => shape.contains(px - x, dy);
  return {
    ...rowsBetween(y - reach, y + reach, size),
    spans: (row) => {
      const dy = row - y;
      const [low, high] = shape.edges(dy);
      // Edges are rounded; what counts is the test of the centres beside them.
      let first = Math.ceil(x + low);
      let last = Math.floor(x + high);
      first -= inside(first - 1, dy) ? 1 : 0;
      last += inside(last + 1, dy) ? 1 : 0;
      first += inside(first, dy) ? 0 : 1;
      last -= inside(last, dy) ? 0 : 1;
      return clipped(first, last + 1, size);
    },
  };
}

/** What is left of spans without those of a shape inside. */
function difference(whole: RowSpans, hole: RowSpans): RowSpans {
  const { y0, y1 } = whole;
  return {
    ...{ y0, y1 },
    spans: (y) => {
      const spans = whole.spans(y);
      const [cut] = y >= hole.y0 && y < hole.y1 ? hole.spans(y) : [];
      if (cut === undefined) {
        return spans;
      }
      return spans.flatMap((span) => without(span, cut));
    },
  };
}

function without({ x0, x1 }: Span, cut: Span): Span[] {
  return [
    { x0, x1: Math.min(x1, cut.x0) },
    { x0: Math.max(x0, cut.x1), x1 },
  ].filter((span) => span.x0 < span.x1);
}

function polygonSpans({ vertices }: Polygon, size: Size): RowSpans {
  const ys = vertices.map(([, y]) => y);
  const low = ys.reduce((a, b) => Math.min(a, b), Infinity);
  const high = ys.reduce((a, b) => Math.max(a, b), -Infinity);
  return {
    ...rowsBetween(low, high, size),
    spans: (row) => {
      const crossings = Float64Array.from(crossingsOf(vertices, row)).sort();
      let spans: Span[] = [];
      for (let k = 0; k + 1 < crossings.length; k += 2) {
        const [from, to] = [crossings[k] as number, crossings[k + 1] as number];
        spans.push(...clipped(Math.floor(from) + 1, Math.ceil(to), size));
      }
      for (const edge of edgesAlong(vertices, row)) {
        spans = spans.flatMap((span) => without(span, edge));
      }
      return spans;
    },
  };
}

/** Where the edges of a polygon meet a row: inside is between each two. */
function crossingsOf(vertices: Polygon['vertices'], row: number): number[] {
  const found: number[] = [];
  let [x0, y0] = vertices.at(-1) ?? [NaN, NaN];
  for (const [x1, y1] of vertices) {
    if (y0 > row !== y1 > row) {
      found.push(((x0 - x1) * (row - y1)) / (y0 - y1) + x1);
    }
    x0 = x1;
    y0 = y1;
  }
  return found;
}

/** The pixels whose centres lie on a corner, or an edge along the row. */
function edgesAlong(vertices: Polygon['vertices'], row: number): Span[] {
  const found: Span[] = [];
  let [x0, y0] = vertices.at(-1) ?? [NaN, NaN];
  for (const [x1, y1] of vertices) {
    if (y1 === row) {
      const other = y0 === row ? x0 : x1;
      const span = { x0: Math.ceil(Math.min(x1, other)), x1: Math.floor(Math.max(x1, other)) + 1 };
      found.push(...(span.x0 < span.x1 ? [span] : []));
    }
    x0 = x1;
    y0 = y1;
  }
  return found;
}
