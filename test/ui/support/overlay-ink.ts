import type { Viewer } from './viewer';

/** An image position, pixels counted from 0. */
export type Place = readonly [x: number, y: number];

/** How opaque what is drawn over the picture is, and where on it image positions lie. */
export class OverlayInk {
  private constructor(
    readonly width: number,
    readonly height: number,
    /** One byte a pixel of the canvas, from the top left. */
    readonly alpha: Uint8Array,
    /** Where the middle of an image pixel is on the canvas. */
    readonly at: (place: Place) => Place,
  ) {}

  static async of(viewer: Viewer): Promise<OverlayInk> {
    const { width, height, text } = await viewer.frame
      .locator('.overlay-canvas')
      .evaluate((element) => {
        const from = element as unknown as PageCanvas;
        const copy = from.cloneNode();
        const context = copy.getContext('2d', { willReadFrequently: true });
        context.drawImage(from, 0, 0);
        const { data } = context.getImageData(0, 0, copy.width, copy.height);
        let text = '';
        for (let at = 3; at < data.length; at += 4) text += String.fromCharCode(data[at] ?? 0);
        return { width: copy.width, height: copy.height, text };
      });
    const box = await viewer.box();
    // Positions of the canvas are linear in those of the image: three of them tell all.
    const [corner, right, up] = [
      await viewer.placeOf(0, 0),
      await viewer.placeOf(1, 0),
      await viewer.placeOf(0, 1),
    ];
    const along = (axis: 0 | 1, [x, y]: Place): number =>
      corner[axis] + x * (right[axis] - corner[axis]) + y * (up[axis] - corner[axis]);
    return new OverlayInk(width, height, Buffer.from(text, 'latin1'), (place) => [
      along(0, place) - box.x,
      along(1, place) - box.y,
    ]);
  }

  /** How many pixels anything is drawn on, in a part of the canvas or in all of it. */
  count([left, top]: Place = [0, 0], [right, bottom]: Place = [this.width, this.height]): number {
    let count = 0;
    for (let y = Math.max(top, 0); y < Math.min(bottom, this.height); y++) {
      for (let x = Math.max(left, 0); x < Math.min(right, this.width); x++) {
        count += Number(this.alpha[y * this.width + x] !== 0);
      }
    }
    return count;
  }

  /** Of image positions in sight, the share on which a line is; no number where few are in sight. */
  shareOn(places: readonly (readonly number[])[]): number {
    let [on, seen] = [0, 0];
    for (const [x = 0, y = 0] of places) {
      const [column, row] = this.at([x, y]).map(Math.floor) as [number, number];
      if (column < 2 || row < 2 || column >= this.width - 2 || row >= this.height - 2) continue;
      seen++;
      on += Number((this.alpha[row * this.width + column] ?? 0) > 150);
    }
    return seen < 20 ? Number.NaN : on / seen;
  }
}

/** A canvas of the page, as far as it is used: Node knows none. */
interface PageCanvas {
  readonly width: number;
  readonly height: number;
  cloneNode(): PageCanvas;
  getContext(
    kind: '2d',
    options: object,
  ): {
    drawImage(from: PageCanvas, x: number, y: number): void;
    getImageData(x: number, y: number, width: number, height: number): { data: Uint8Array };
  };
}
