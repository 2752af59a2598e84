/** Pixels made by hand, at most: on a large and fine screen they are drawn a little larger than its own. */
const MOST_PIXELS = 2_500_000;

/** Where the pixels go, in pixels of the canvas. */
export interface PixelArea {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** What is filled by hand, row by row from the upper left. */
export interface PixelSheet {
  readonly width: number;
  readonly height: number;
  /** Its pixels for each of the canvas, at most 1. */
  readonly scale: number;
  readonly pixels: Uint32Array;
  /** One of each pixel, lent to count in; all 0. */
  readonly opacities: Uint8Array;
}

interface Memory extends Omit<PixelSheet, 'scale'> {
  readonly canvas: OffscreenCanvas;
  readonly image: ImageData;
}

/**
 * Pixels made by hand, to be drawn over others: put down directly they would wipe them. What they take
 * is kept from frame to frame, since to come by so much memory takes as long as to fill it.
 */
export class PixelLayer {
  #memory: Memory | undefined;

  /** @param fill writes every pixel. */
  draw(
    context: Pick<CanvasRenderingContext2D, 'drawImage'>,
    area: PixelArea,
    fill: (sheet: PixelSheet) => void,
  ): void {
    const scale = Math.min(1, Math.sqrt(MOST_PIXELS / (area.width * area.height)));
    const memory = this.#memoryFor(Math.ceil(area.width * scale), Math.ceil(area.height * scale));
    const { canvas, image, opacities } = memory;
    opacities.fill(0);
    fill({ ...memory, scale });
    canvas.getContext('2d')?.putImageData(image, 0, 0);
    // Where the sheet is a little larger than the area it lies beyond it, and not squeezed.
    const { width, height } = image;
    context.drawImage(canvas, area.left, area.top, width / scale, height / scale);
  }

  /** Lets go of the memory. */
  clear(): void {
    this.#memory = undefined;
  }

  #memoryFor(width: number, height: number): Memory {
    const known = this.#memory;
    if (known?.width === width && known.height === height) {
      return known;
    }
    const image = new ImageData(width, height);
    return (this.#memory = {
      ...{ width, height, image },
      canvas: new OffscreenCanvas(width, height),
      pixels: new Uint32Array(image.data.buffer),
      opacities: new Uint8Array(width * height),
    });
  }
}

const words = new Uint32Array(1);
const bytes = new Uint8Array(words.buffer);

/** A pixel as one word, in the order of bytes that the machine has. */
export function pixelOf(red: number, green: number, blue: number, opacity: number): number {
  bytes[0] = red;
  bytes[1] = green;
  bytes[2] = blue;
  bytes[3] = opacity;
  return words[0] ?? 0;
}
