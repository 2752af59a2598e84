import { decodeTile } from '../../../../../src/core/fits/tiles/decode-tile';
import { NodeInflate } from '../../../../../src/platform/node/inflate';
import type { TiledImage } from './tiles-of';

/**
 * All pixels of an image in C order, scaled as astropy does: in single precision where BITPIX is 8 or
 * 16.
 */
export function assemble({ hdu, tiles }: TiledImage): Float64Array {
  const { axes, header } = hdu;
  const bscale = header.number('BSCALE') ?? 1;
  const bzero = header.number('BZERO') ?? 0;
  const blank = header.value('BLANK');
  const bitpix = header.requiredInteger('BITPIX');
  const convention = bscale === 1 && Math.log2(Math.abs(bzero)) % 1 === 0;
  const single = (bitpix === 8 || bitpix === 16) && !convention;
  const scaled = (value: number): number =>
    single ? Math.fround(Math.fround(value * bscale) + bzero) : value * bscale + bzero;

  const out = new Float64Array(axes.reduce((product, length) => product * length, 1));
  const inflate = new NodeInflate();
  for (const { job, bytes, corner } of tiles) {
    const pixels = decodeTile(job, bytes, inflate);
    for (let i = 0; i < pixels.length; i += 1) {
      let rest = i;
      let at = 0;
      let stride = 1;
      job.shape.forEach((length, axis) => {
        at += ((corner[axis] as number) + (rest % length)) * stride;
        rest = Math.floor(rest / length);
        stride *= axes[axis] as number;
      });
      const value = pixels[i] as number | bigint;
      if (typeof value === 'bigint') {
        out[at] = Number(value + BigInt(bzero));
      } else if (bitpix > 0 && value === blank) {
        out[at] = NaN;
      } else {
        out[at] = bscale === 1 && bzero === 0 ? value : scaled(value);
      }
    }
  }
  return out;
}
