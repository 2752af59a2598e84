/** Places on an image, `x, y` in pixels, 0-based with the centre of the first pixel at (0, 0). */
export type Outline = readonly (readonly [number, number])[];

/** A shape as a region of the sky can be made of it. */
export type DrawnShape =
  | { readonly kind: 'circle'; readonly x: number; readonly y: number; readonly radius: number }
  | { readonly kind: 'polygon'; readonly corners: Outline };

/** Pieces of an edge: edges are great circles on the sky, and may be bent on the image. */
const PIECES = 8;
const ELLIPSE_CORNERS = 48;
const MOST_CORNERS = 2000;
const DEGREE = Math.PI / 180;

/** The border of an image through the outer edges of its pixels, with places between its corners. */
export function imageOutline(width: number, height: number): Outline {
  const [left, right, low, high] = [-0.5, width - 0.5, -0.5, height - 0.5];
  const corners: Outline = [
    [left, low],
    [right, low],
    [right, high],
    [left, high],
  ];
  return corners.flatMap(([x, y], i) => {
    const [nextX, nextY] = corners[(i + 1) % corners.length] as readonly [number, number];
    return Array.from(
      { length: PIECES },
      (_, k) => [x + ((nextX - x) * k) / PIECES, y + ((nextY - y) * k) / PIECES] as const,
    );
  });
}

/** A shape that the viewer kept as JSON; undefined for one without an inside, or that makes no sense. */
export function drawnShape(kept: unknown): DrawnShape | undefined {
  const { kind, x, y, radius, outer, a, b, width, height, angle, vertices } = recordOf(kept);
  if (kind === 'polygon') {
    const corners = (Array.isArray(vertices) ? (vertices as unknown[]) : []).map(pointOf);
    const known = corners.filter((corner) => corner !== undefined);
    return known.length >= 3 && known.length === corners.length && known.length <= MOST_CORNERS
      ? { kind, corners: known }
      : undefined;
  }
  if (!isNumber(x) || !isNumber(y)) {
    return undefined;
  }
  const turn = isNumber(angle) ? angle * DEGREE : 0;
  const at = (u: number, v: number): readonly [number, number] => [
    x + u * Math.cos(turn) - v * Math.sin(turn),
    y + u * Math.sin(turn) + v * Math.cos(turn),
  ];
  if (kind === 'circle' || kind === 'annulus') {
    const reach = kind === 'circle' ? radius : outer;
    return isLength(reach) ? { kind: 'circle', x, y, radius: reach } : undefined;
  }
  if (kind === 'ellipse' && isLength(a) && isLength(b)) {
    const corners = Array.from({ length: ELLIPSE_CORNERS }, (_, k) => {
      const t = (2 * Math.PI * k) / ELLIPSE_CORNERS;
      return at(a * Math.cos(t), b * Math.sin(t));
    });
    return { kind: 'polygon', corners };
  }
  if (kind === 'box' && isLength(width) && isLength(height)) {
    const [u, v] = [width / 2, height / 2];
    return { kind: 'polygon', corners: [at(-u, -v), at(u, -v), at(u, v), at(-u, v)] };
  }
  return undefined;
}

function pointOf(value: unknown): readonly [number, number] | undefined {
  const [x, y] = Array.isArray(value) ? (value as unknown[]) : [];
  return isNumber(x) && isNumber(y) ? [x, y] : undefined;
}

function recordOf(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}

function isNumber(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value);
}

function isLength(value: unknown): value is number {
  return isNumber(value) && value > 0;
}
