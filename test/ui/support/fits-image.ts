const block = 2880;

export interface FitsImage {
  readonly width: number;
  readonly height: number;
  /** Beside those that say how large it is. */
  readonly cards: Readonly<Record<string, string | number>>;
  at(x: number, y: number): number;
}

/** A FITS file of one image of float32. */
export function fitsImage({ width, height, cards, at }: FitsImage): Buffer {
  const all: FitsImage['cards'] = {
    BITPIX: -32,
    NAXIS: 2,
    NAXIS1: width,
    NAXIS2: height,
    ...cards,
  };
  const lines = Object.entries(all).map(([keyword, value]) => {
    const text = typeof value === 'string' ? `'${value.padEnd(8)}'` : String(value).padStart(20);
    return `${keyword.padEnd(8)}= ${text}`;
  });
  const header = ['SIMPLE  =                    T', ...lines, 'END']
    .map((line) => line.padEnd(80))
    .join('');
  const data = Buffer.alloc(padded(4 * width * height));
  for (let pixel = 0; pixel < width * height; pixel++) {
    data.writeFloatBE(at(pixel % width, Math.floor(pixel / width)), 4 * pixel);
  }
  return Buffer.concat([Buffer.from(header.padEnd(padded(header.length))), data]);
}

function padded(length: number): number {
  return Math.ceil(length / block) * block;
}
