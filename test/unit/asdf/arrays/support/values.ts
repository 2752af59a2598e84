import { arrayPlane, planeAxes } from '../../../../../src/core/asdf/array-plane';
import type { OpenedArray } from '../../../../../src/core/asdf/open-array';
import type { Plane } from '../../../../../src/core/image/plane';

export function whole({ width, height }: Plane): {
  x0: number;
  y0: number;
  x1: number;
  y1: number;
} {
  return { x0: 0, y0: 0, x1: width, y1: height };
}

/** The planes of an array in C order; of complex numbers those of the real parts, then the others. */
export function planesOf(opened: OpenedArray): Plane[] {
  const higher = planeAxes(opened).slice(2);
  const count = higher.reduce((product, length) => product * length, 1);
  return Array.from({ length: count }, (_, k) => {
    let rest = k;
    return arrayPlane(
      opened,
      higher.map((length) => {
        const index = rest % length;
        rest = Math.floor(rest / length);
        return index;
      }),
    );
  });
}

export async function sections(opened: OpenedArray): Promise<number[]> {
  const parts = planesOf(opened).map((plane) => plane.section(whole(plane)));
  return (await Promise.all(parts)).flatMap(({ values }) => [...values]);
}

export async function exactTexts(opened: OpenedArray): Promise<string[]> {
  const parts = planesOf(opened).map((plane) => plane.exactBox(whole(plane)));
  return (await Promise.all(parts)).flat();
}

/** The same pixels by rows, asked for in an odd order. */
export async function byRows(opened: OpenedArray): Promise<number[]> {
  const all: number[] = [];
  for (const plane of planesOf(opened)) {
    const { width, height } = plane;
    const rows = new Map<number, number[]>();
    const ys = Array.from({ length: height }, (_, y) => y).sort((a, b) => (a % 3) - (b % 3));
    for await (const { y, values } of plane.rows(ys, 0, width)) {
      rows.set(y, [...values]);
    }
    for (let y = 0; y < height; y += 1) {
      all.push(...(rows.get(y) ?? []));
    }
  }
  return all;
}

/** Python's words for numbers are other ones. */
export function numberOf(text: string): number {
  const words: Readonly<Record<string, number>> = {
    ...{ '--': NaN, nan: NaN, inf: Infinity, '-inf': -Infinity, True: 1, False: 0 },
  };
  return words[text] ?? Number(text);
}
