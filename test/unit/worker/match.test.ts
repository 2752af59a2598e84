import { tmpdir } from 'node:os';
import { describe, expect, it } from 'vitest';
import { SkybucketError } from '../../../src/core/errors';
import type { PlaneRef } from '../../../src/protocol/methods';
import { FitsContent } from '../../../src/worker/fits-content';
import { HduIndex } from '../../../src/core/fits/hdu-index';
import { nodeTools } from '../../../src/worker/node-tools';
import { OtherContents } from '../../../src/worker/other-contents';
import { PlaneViews } from '../../../src/worker/plane-views';
import {
  card,
  concat,
  extensionCards,
  headerBytes,
  padToBlock,
  primaryCards,
  stored,
} from '../fits/support/made';
import { CountingReader } from '../fits/support/memory-reader';

const SIDE = 64;
const tools = nodeTools(tmpdir());

interface MadeImage {
  readonly bitpix: number;
  /** Degrees; left out: no coordinates. */
  readonly ra?: number;
  readonly flip?: boolean;
  readonly name?: string;
}

/** Each pixel is x + 100 y. */
function image({ bitpix, ra, flip = false, name }: MadeImage): Uint8Array {
  const sky = (key: string, value: string | number): string => card(key, value);
  const cards =
    ra === undefined
      ? []
      : [
          ...[sky('CTYPE1', 'RA---TAN'), sky('CTYPE2', 'DEC--TAN')],
          ...[sky('CRPIX1', 32.5), sky('CRPIX2', 32.5), sky('CRVAL1', ra), sky('CRVAL2', 20)],
          ...[sky('CDELT1', flip ? 0.001 : -0.001), sky('CDELT2', flip ? -0.001 : 0.001)],
        ];
  const values = Array.from(
    { length: SIDE * SIDE },
    (_, k) => (k % SIDE) + 100 * Math.floor(k / SIDE),
  );
  const named = name === undefined ? [] : [card('EXTNAME', name)];
  return concat(
    headerBytes([...extensionCards('IMAGE', bitpix, [SIDE, SIDE]), ...named, ...cards]),
    padToBlock(stored(bitpix, values)),
  );
}

function file(...images: MadeImage[]): Uint8Array {
  return concat(headerBytes(primaryCards(8, [])), ...images.map(image));
}

async function opened(own: Uint8Array, other?: Uint8Array) {
  const reader = CountingReader.of(own);
  const index = new HduIndex(reader);
  await index.hdu(1);
  const uris: string[] = [];
  const contents = new OtherContents(
    {
      open: async (uri) => {
        uris.push(uri);
        if (other === undefined || uri !== 'skybucket-open:known') {
          throw new SkybucketError('not-found', 'That file is not open.');
        }
        return CountingReader.of(other);
      },
    },
    tools,
  );
  const views = new PlaneViews(new FitsContent({ index, reader }, tools), contents);
  const of = (ref: Partial<PlaneRef>) => views.of({ hdu: 1, slice: [], ...ref }, {});
  return { of, uris, views };
}

describe('a plane of one file on the pixels of another', () => {
  const own = file({ bitpix: -32, ra: 10, name: 'SCI' });
  const match = { file: 'known', hdu: 1, slice: [] };

  it('is the other one where that is', async () => {
    const { of, uris, views } = await opened(own, file({ bitpix: -32, ra: 10, flip: true }));
    const view = await of({ match });
    expect(await view.plane.exact(3, 10)).toBe(String(60 + 100 * 53));
    expect(await view.plane.exactBox({ x0: 0, y0: 0, x1: 2, y1: 1 })).toEqual(['6363', '6362']);
    const { values } = await view.tile({ x0: 0, y0: 0, x1: SIDE, y1: SIDE }, 1);
    expect(values[10 * SIDE + 3]).toBeCloseTo(5360, 0);
    expect(await of({ match })).toBe(view);
    expect(await of({})).not.toBe(view);
    expect(uris).toEqual(['skybucket-open:known']);
    expect((await views.planes({ hdu: 1, slice: [], match }, {})).axes).toEqual([SIDE, SIDE]);
  });

  it('is one of the same file', async () => {
    const both = file({ bitpix: -32, ra: 10 }, { bitpix: -32, ra: 10, flip: true });
    const { of, uris } = await opened(both);
    const view = await of({ match: { hdu: 2, slice: [] } });
    expect(await view.plane.exact(0, 0)).toBe('6363');
    expect(uris).toEqual([]);
  });

  it('is interpolated where it is of floating point, and not where it is of integers', async () => {
    // Half a pixel to the side: of four values, or of one of them.
    const half = 10 + 0.0005 / Math.cos((20 * Math.PI) / 180);
    const sectionOf = async (bitpix: number): Promise<number> => {
      const { of } = await opened(own, file({ bitpix, ra: half }));
      const { plane } = await of({ match });
      const { values } = await plane.section({ x0: 20, y0: 32, x1: 21, y1: 33 });
      return values[0] as number;
    };
    expect((await sectionOf(-32)) % 1).toBeCloseTo(0.5, 1);
    expect((await sectionOf(16)) % 1).toBe(0);
  });

  it('gives the chosen bits of a mask', async () => {
    const { of } = await opened(own, file({ bitpix: 32, ra: 10 }));
    const { plane } = await of({ match, bits: 4 });
    const { values } = await plane.section({ x0: 0, y0: 0, x1: 10, y1: 1 });
    expect([...values]).toEqual([0, 0, 0, 0, 1, 1, 1, 1, 0, 0]);
  });

  it('is refused in words that say why', async () => {
    const message = async (mine: Uint8Array, other: Uint8Array, ref = match): Promise<string> => {
      const { of } = await opened(mine, other);
      return of({ match: ref }).then(
        () => 'matched',
        (error: Error) => error.message,
      );
    };
    expect(await message(own, file({ bitpix: -32, name: 'ERR' }))).toBe(
      '“ERR” of the other file cannot be matched: it has no sky coordinates.',
    );
    expect(await message(file({ bitpix: -32 }), own)).toBe(
      'This image cannot be matched: it has no sky coordinates.',
    );
    expect(await message(own, file({ bitpix: -32, ra: 90, name: 'SCI' }))).toBe(
      '“SCI” of the other file cannot be matched: it does not overlap this image on the sky.',
    );
    expect(await message(own, own, { ...match, file: 'unknown' })).toBe('That file is not open.');
  });

  it('is tried again after a failure', async () => {
    const { of, uris } = await opened(own);
    await expect(of({ match })).rejects.toMatchObject({ code: 'not-found' });
    await expect(of({ match })).rejects.toMatchObject({ code: 'not-found' });
    expect(uris).toHaveLength(2);
  });
});
