import { element } from '../../ui/dom';
import { finiteEnds } from './cell-shape';

/** Pixels of a preview along its longer side, at most. */
const MOST_PIXELS = 480;
/** A small array is drawn this large at most, in CSS pixels a value. */
const LARGEST_PIXEL = 24;
const TALLEST = 340;

export interface PreviewPixels {
  readonly width: number;
  readonly height: number;
  /** Red, green, blue, alpha from the upper left corner; missing values are transparent. */
  readonly bytes: Uint8ClampedArray<ArrayBuffer>;
}

/**
 * The first plane of an array as greys from its smallest to its largest finite value, row 0 at the
 * bottom. Of a large plane every n-th pixel is drawn.
 *
 * @param shape slowest axis first, two axes at least.
 */
export function previewPixels(
  values: Float64Array,
  shape: readonly number[],
  most = MOST_PIXELS,
): PreviewPixels {
  const across = shape.at(-1) ?? 1;
  const up = shape.at(-2) ?? 1;
  const step = Math.max(1, Math.ceil(Math.max(across, up) / most));
  const width = Math.ceil(across / step);
  const height = Math.ceil(up / step);
  const { low, high } = finiteEnds(values.subarray(0, across * up)) ?? { low: 0, high: 1 };
  const bytes = new Uint8ClampedArray(4 * width * height);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const value = values[y * step * across + x * step] ?? Number.NaN;
      if (!Number.isNaN(value)) {
        const share = high > low ? (value - low) / (high - low) : 0.5;
        const at = 4 * ((height - 1 - y) * width + x);
        bytes.fill(255 * Math.min(Math.max(share, 0), 1), at, at + 3);
        bytes[at + 3] = 255;
      }
    }
  }
  return { width, height, bytes };
}

/** A small picture of the array in a cell. */
export class Preview {
  readonly element = element('div', { class: 'cell-preview' });
  readonly #canvas = element('canvas', { attributes: { role: 'img' } });

  constructor() {
    this.element.append(this.#canvas);
  }

  show(values: Float64Array, shape: readonly number[]): void {
    const { width, height, bytes } = previewPixels(values, shape);
    this.#canvas.width = width;
    this.#canvas.height = height;
    const context = this.#canvas.getContext('2d');
    context?.putImageData(new ImageData(bytes, width, height), 0, 0);
    const { style } = this.#canvas;
    const widest = Math.min(width * LARGEST_PIXEL, (TALLEST * width) / height);
    style.width = `min(100%, ${widest}px)`;
    style.aspectRatio = `${width} / ${height}`;
    const plane = shape.length > 2 ? 'First plane of the array' : 'Array';
    this.#canvas.setAttribute(
      'aria-label',
      `${plane}, ${shape.at(-1)} by ${shape.at(-2)} values, the smallest black, the largest white`,
    );
  }
}
