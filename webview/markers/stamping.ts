import type { Stamp } from './stamp';

/** Pixels on which stamps are laid over each other: red, green, blue and alpha, times alpha, in one number each. */
export class Stamping {
  readonly width: number;
  readonly height: number;
  readonly pixels: Uint32Array<ArrayBuffer>;

  constructor(width: number, height: number) {
    this.width = width;
    this.height = height;
    this.pixels = new Uint32Array(width * height);
  }

  clear(): void {
    this.pixels.fill(0);
  }

  /** Lays a stamp over what is there; what of it is beside the pixels is left out. */
  stamp({ across, x, y, colour }: Stamp, left: number, top: number): void {
    const { width, height, pixels } = this;
    const whole = left >= 0 && top >= 0 && left + across <= width && top + across <= height;
    const from = top * width + left;
    for (let k = 0; k < colour.length; k += 1) {
      const [dx, dy] = [x[k] as number, y[k] as number];
      const [px, py] = [left + dx, top + dy];
      if (whole || (px >= 0 && py >= 0 && px < width && py < height)) {
        const at = from + dy * width + dx;
        pixels[at] = over(colour[k] as number, pixels[at] as number);
      }
    }
  }

  /** What canvases take: colours that are not times alpha. */
  straight(): Uint8ClampedArray<ArrayBuffer> {
    const parts = new Uint8ClampedArray(this.pixels.slice().buffer);
    for (let at = 3; at < parts.length; at += 4) {
      const alpha = parts[at] as number;
      if (alpha > 0 && alpha < 255) {
        for (let part = at - 3; part < at; part += 1) {
          parts[part] = ((parts[part] as number) * 255) / alpha;
        }
      }
    }
    return parts;
  }
}

/** One colour over another. Two parts at a time, each in its own 16 bits; 255 becomes 256 so that shifts do. */
function over(colour: number, below: number): number {
  const clear = 255 - (colour >>> 24);
  if (clear === 0 || below === 0) {
    return colour;
  }
  const share = clear + (clear >>> 7);
  const odd = (((below >>> 8) & 0xff00ff) * share) & 0xff00ff00;
  const even = (((below & 0xff00ff) * share) >>> 8) & 0xff00ff;
  return (colour + ((odd | even) >>> 0)) >>> 0;
}
