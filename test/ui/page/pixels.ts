import type { Page } from 'playwright-core';
import { skyOf } from './host';
import { decodePng } from './png';

export type CanvasData = Readonly<Record<string, string>>;

export function canvasData(page: Page): Promise<CanvasData> {
  return page.evaluate(
    () =>
      ({ ...document.querySelector<HTMLCanvasElement>('canvas.picture')?.dataset }) as CanvasData,
  );
}

/** Where a place on the picture as it is seen lies on the image: both from the lower left corner. */
function onImage(
  data: CanvasData,
  image: { readonly width: number; readonly height: number },
  across: number,
  up: number,
): [x: number, y: number] {
  let [x, y] = [across, up];
  let [width, height] =
    Number(data['turns']) % 2 === 0 ? [image.width, image.height] : [image.height, image.width];
  for (let turn = 0; turn < Number(data['turns']); turn++) {
    [x, y] = [y, width - x];
    [width, height] = [height, width];
  }
  return data['flipped'] === 'true' ? [width - x, y] : [x, y];
}

/** The levels of the linear stretch in the grey map: 2048 of them, each from its start on. */
function greyOf(value: number, low: number, high: number): number {
  const scale = Math.fround(1 / (high - low));
  const t = Math.min(Math.max(Math.fround(Math.fround(value - Math.fround(low)) * scale), 0), 1);
  let level = Math.floor(t * 2047 + 0.5);
  // The starts are rounded to float32 as t is.
  level -= t < Math.fround((level - 0.5) / 2047) ? 1 : 0;
  level += t >= Math.fround((level + 0.5) / 2047) ? 1 : 0;
  return Math.round((255 * level) / 2047);
}

/** The colour a device pixel must have, from what the canvas says of itself and the sky's values. */
function expected(
  data: CanvasData,
  canvas: { width: number; height: number },
  background: readonly number[],
  column: number,
  row: number,
): readonly number[] {
  const number = (name: string): number => Number(data[name]);
  const sky = skyOf({
    hdu: number('hdu'),
    slice: data['slice'] === '' ? [] : (data['slice'] ?? '').split(',').map(Number),
  });
  const zoom = number('zoom');
  const step = number('step');
  const across = column + 0.5 - number('left');
  const up = canvas.height - row - 0.5 - number('bottom');
  const [right, above] = onImage(data, sky, across / zoom, up / zoom);
  if (right < 0 || above < 0 || right >= sky.width || above >= sky.height) {
    return background;
  }
  const x = Math.floor(right / step) * step;
  const y = Math.floor(above / step) * step;
  const value = sky.values[y * sky.width + x] ?? Number.NaN;
  if (Number.isNaN(value)) {
    return (data['nan'] ?? '').split(',').map(Number);
  }
  const grey = greyOf(value, number('low'), number('high'));
  return [grey, grey, grey];
}

export interface Comparison {
  readonly pixels: number;
  readonly different: number;
  readonly first: string;
}

/** Compares every pixel of the canvas on the screen with what it must be: linear, in grey. */
export async function compareCanvas(
  page: Page,
  background: readonly number[],
): Promise<Comparison> {
  const data = await canvasData(page);
  const { left, top, ...canvas } = await page.locator('canvas.picture').evaluate((element) => {
    const box = element.getBoundingClientRect();
    return {
      // Where the box falls between two device pixels, the browser draws it at the nearest.
      left: Math.round(box.left * devicePixelRatio),
      top: Math.round(box.top * devicePixelRatio),
      width: (element as HTMLCanvasElement).width,
      height: (element as HTMLCanvasElement).height,
    };
  });
  const shot = decodePng(await page.screenshot({ scale: 'device' }));
  let different = 0;
  let first = '';
  for (let row = 0; row < canvas.height; row++) {
    for (let column = 0; column < canvas.width; column++) {
      const want = expected(data, canvas, background, column, row);
      const at = ((top + row) * shot.width + left + column) * 3;
      const got = [...shot.rgb.subarray(at, at + 3)];
      if (got.some((part, i) => part !== want[i])) {
        different++;
        first ||= `(${column}, ${row}) is ${got.join()}, must be ${want.join()}`;
      }
    }
  }
  return { pixels: canvas.width * canvas.height, different, first };
}
