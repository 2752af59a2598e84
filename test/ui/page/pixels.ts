import type { Page } from 'playwright-core';
import { skyOf } from './host';
import { decodePng } from './png';

export type CanvasData = Readonly<Record<string, string>>;

export function canvasData(page: Page): Promise<CanvasData> {
  return page.evaluate(() => ({ ...document.querySelector('canvas')?.dataset }) as CanvasData);
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
  if (across < 0 || up < 0 || across >= sky.width * zoom || up >= sky.height * zoom) {
    return background;
  }
  const x = Math.floor(across / (zoom * step)) * step;
  const y = Math.floor(up / (zoom * step)) * step;
  const value = sky.values[y * sky.width + x] ?? Number.NaN;
  if (Number.isNaN(value)) {
    return (data['nan'] ?? '').split(',').map(Number);
  }
  const low = Math.fround(number('low'));
  const scale = Math.fround(1 / (number('high') - number('low')));
  const t = Math.min(Math.max(Math.fround(Math.fround(value - low) * scale), 0), 1);
  const grey = Math.floor(Math.fround(Math.fround(t * 255) + 0.5));
  return [grey, grey, grey];
}

export interface Comparison {
  readonly pixels: number;
  readonly different: number;
  readonly first: string;
}

/** Compares every pixel of the canvas on the screen with what it must be. */
export async function compareCanvas(
  page: Page,
  background: readonly number[],
): Promise<Comparison> {
  const data = await canvasData(page);
  const { left, top, ...canvas } = await page.locator('canvas').evaluate((element) => {
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
