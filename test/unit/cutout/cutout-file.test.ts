import { describe, expect, it } from 'vitest';
import { SkybucketError } from '../../../src/core/errors';
import { parseHeader, type Header } from '../../../src/core/fits/header';
import { MemorySource } from '../../../src/core/bytes/memory-source';
import { Meter } from '../../../src/core/bytes/meter';
import { SpanReader } from '../../../src/core/bytes/span-reader';
import type { ReadOptions } from '../../../src/core/bytes/source';
import { carriedTables } from '../../../src/core/cutout/carried';
import { HduIndex } from '../../../src/core/fits/hdu-index';
import type { StoredPlane } from '../../../src/core/cutout/stored-plane';
import { parseLength, roundHalfEven, splitSize } from '../../../src/core/cutout/size';
import { placeCutout } from '../../../src/core/cutout/place';
import { sourceName } from '../../../src/core/cutout/source-name';
import { concat, headerBytes, imageFile, primaryCards, stored } from '../fits/support/made';
import {
  call,
  contentOf,
  fixture,
  fixtureHandlers,
  handlersFor,
  localReader,
  params,
} from './support';

const END = 'END'.padEnd(80);

function headerOf(bytes: Uint8Array): Header {
  const text = Buffer.from(bytes.subarray(0, 60_000)).toString('latin1');
  return parseHeader(bytes.subarray(0, text.indexOf(END)));
}

const textsOf = (header: Header, keyword: string): string[] =>
  header.cards.filter((card) => card.keyword === keyword).map(({ text }) => text);

describe('the header of a cutout', () => {
  it('keeps what holds, leaves out what does not, and says where it is from', async () => {
    const handlers = await fixtureHandlers('sip');
    const { bytes } = await handlers.cutout(params({ centre: [30, 20] }), call());
    const header = headerOf(bytes);
    for (const gone of ['CHECKSUM', 'DATASUM', 'DATAMIN', 'DATAMAX']) {
      expect(header.has(gone)).toBe(false);
    }
    expect(header.value('OBJECT')).toBe("A name that is 'quoted'");
    expect(header.value('LONGKEY')).toBe('A string of some length '.repeat(6).trimEnd());
    expect(header.value('ESO DET CHIP1 NAME')).toBe('e2v');
    expect(header.value('LTV1')).toBe(-125);
    expect(header.value('LTV2')).toBe(-215);
    expect(header.value('CRPIX1P')).toBe(-24);
    expect(header.value('CRPIX2P')).toBe(-14);
    expect(header.value('CRVAL1P')).toBe(101);
    const history = textsOf(header, 'HISTORY').join('\n');
    expect(history).toMatch(
      /^made by a script\nCutout by Skybucket \d+\.\d+\.\d+, \d{4}-\d\d-\d\dT/,
    );
    expect(history).toContain('of PRIMARY,1 in sip.fits');
    expect(history).toContain('section [26:35,16:25] (1-based), mode trim');
  });

  it('leaves out what was said of the outline of the whole', async () => {
    const cards = ["S_REGION= 'POLYGON ICRS 1 1 1 2 2 2'", "OBJECT  = 'M 101   '"];
    const file = imageFile(8, [4, 4], new Uint8Array(16), cards);
    const handlers = handlersFor(await contentOf(localReader(file, 'a.fits')));
    const { bytes } = await handlers.cutout(params({ centre: [1, 1], width: '2' }), call());
    expect(headerOf(bytes).has('S_REGION')).toBe(false);
    expect(headerOf(bytes).value('OBJECT')).toBe('M 101');
  });

  it('has what the primary header says of an extension', async () => {
    const handlers = await fixtureHandlers('integers');
    const { bytes, name } = await handlers.cutout(params({ hdu: 1, width: '8' }), call());
    const header = headerOf(bytes);
    expect(header.cards.slice(0, 5).map(({ keyword }) => keyword)).toEqual([
      ...['SIMPLE', 'BITPIX', 'NAXIS', 'NAXIS1', 'NAXIS2'],
    ]);
    expect(header.value('TELESCOP')).toBe('TEST');
    expect(header.value('EXTNAME')).toBe('SCI');
    expect([header.value('BITPIX'), header.value('BLANK')]).toEqual([16, -32768]);
    expect([header.value('BSCALE'), header.value('BZERO')]).toEqual([0.25, 100]);
    expect(header.has('XTENSION')).toBe(false);
    expect(name).toMatch(/^integers_sci_cutout_10h21m3\d\.\d\ds\+41d1\dm\d\d\.\ds\.fits$/);
  });

  it('keeps further axes with one pixel each', async () => {
    const handlers = await fixtureHandlers('cube');
    const { bytes } = await handlers.cutout(params({ slice: [3, 1], centre: [15, 11] }), call());
    const header = headerOf(bytes);
    expect([1, 2, 3, 4].map((n) => header.value(`NAXIS${n}`))).toEqual([10, 10, 1, 1]);
    expect([header.value('CRPIX3'), header.value('CRPIX4')]).toEqual([-1, 0]);
  });
});

describe('pixels outside of the image', () => {
  it('are BLANK where integers have it, else the integers become floats, and that is said', async () => {
    const over = { centre: [0, 0], mode: 'partial' } as const;
    const scaled = await fixtureHandlers('integers');
    const { bytes, notes } = await scaled.cutout(params({ hdu: 1, ...over }), call());
    expect(headerOf(bytes).value('BITPIX')).toBe(16);
    expect(notes).toEqual(['75 of its pixels are outside the image and BLANK.']);
    const unsigned = await (await fixtureHandlers('unsigned')).cutout(params(over), call());
    const header = headerOf(unsigned.bytes);
    expect([header.value('BITPIX'), header.has('BZERO')]).toEqual([-32, false]);
    expect(unsigned.notes).toEqual([
      '75 of its pixels are outside the image and NaN.',
      'Its integers have no number for missing pixels, so they are written as floats.',
    ]);
    expect(textsOf(header, 'HISTORY').join(' ')).toContain('written as floats');
  });

  it('are refused where it is strict, and none at all always', async () => {
    const handlers = await fixtureHandlers('sip');
    const asked = (given: object): Promise<unknown> => handlers.planCutout(params(given), call());
    await expect(asked({ centre: [0, 0], mode: 'strict' })).rejects.toThrow('over the edge');
    await expect(asked({ centre: [-6, 10] })).rejects.toThrow('outside the image');
    await expect(asked({ centre: [66, 10], mode: 'partial' })).rejects.toThrow('outside');
    await expect(asked({ centre: [NaN, 10] })).rejects.toThrow('nowhere in this image');
  });
});

describe('the file a cutout is from', () => {
  it.each([
    ['s3://bucket/a folder/m101.fits?versionId=7', 's3://bucket/a folder/m101.fits?versionId=7'],
    [
      'https://me:secret@example.org/a/m101.fits?X-Amz-Signature=5',
      'https://example.org/a/m101.fits',
    ],
    ['/home/me/secret survey/m101.fits', 'm101.fits'],
    ['C:\\Users\\me\\m101.fits', 'm101.fits'],
    ['vscode-remote://ssh/home/me/m101.fits', 'm101.fits'],
  ])('%s is called %s', (label, name) => {
    expect(sourceName(label)).toBe(name);
  });

  it('can have any characters and be in any folder, and a card stays a card', async () => {
    const label = `/home/me/it's\nEND\u202e${'é'.repeat(90)}.fits`;
    const handlers = handlersFor(await contentOf(localReader(fixture('sip'), label)));
    const { bytes, name } = await handlers.cutout(params({ centre: [30, 20] }), call());
    const text = Buffer.from(bytes).toString('latin1');
    const cards = headerOf(bytes).cards.map(({ raw }) => raw);
    expect(text).not.toContain('/home');
    expect(cards.every((raw) => /^[\x20-\x7e]*$/.test(raw) && raw.length % 80 === 0)).toBe(true);
    expect(textsOf(headerOf(bytes), 'HISTORY').join(' ')).toContain("in it's END?");
    expect(name).toMatch(/^[\w.+-]+\.fits$/);
  });
});

describe('a size', () => {
  it('is read with its unit', () => {
    expect(parseLength('200')).toEqual({ pixels: 200 });
    expect(parseLength(' 12.5 PX ')).toEqual({ pixels: 12.5 });
    for (const [text, degrees] of [
      ['30"', 30 / 3600],
      ['1.5′', 1.5 / 60],
      ['0.01 deg', 0.01],
      ['40 arcsec', 40 / 3600],
      ["2'", 2 / 60],
    ] as const) {
      expect(parseLength(text)).toMatchObject({ degrees: expect.closeTo(degrees, 12) as number });
    }
    for (const wrong of ['', '-3', '0', '3 parsec', 'px', '1e999', '3 4']) {
      expect(() => parseLength(wrong)).toThrow(SkybucketError);
    }
    expect([0.5, 1.5, 2.5, 2.4999, 3.51].map(roundHalfEven)).toEqual([0, 2, 2, 2, 4]);
  });

  it.each([
    ['256 px', '256 px', '256 px'],
    ['256 pixels x 128 pix', '256 pixels', '128 pix'],
    ['200x300', '200', '300'],
    ['1\' × 40"', "1'", '40"'],
    ['30arcsecX40arcsec', '30arcsec', '40arcsec'],
    ['1,5", 40 px', '1,5"', '40 px'],
    ['1 x 2 x 3', '1', '2 x 3'],
  ])('%s is a width and a height', (text, width, height) => {
    expect(splitSize(text)).toEqual({ width, height });
  });

  it('cannot be an angle without coordinates, or so large that it does not fit into memory', async () => {
    const plain = imageFile(16, [40, 30], stored(16, new Array<number>(1200).fill(1)));
    const handlers = handlersFor(await contentOf(localReader(plain, 'a.fits')));
    await expect(handlers.planCutout(params({ width: '3"' }), call())).rejects.toThrow(
      'no coordinates on the sky',
    );
    const large = params({ width: '70000', height: '70000', mode: 'partial' });
    await expect(handlers.planCutout(large, call())).rejects.toThrow('512 MiB');
    const text = params({ centre: '4 6 px', origin: 1, width: '3', height: '3' });
    expect(await handlers.planCutout(text, call())).toMatchObject({
      ...{ x0: 2, y0: 4, understood: '3 × 3 pixels around pixel (4, 6)' },
    });
    await expect(handlers.planCutout(params({ centre: 'Vega' }), call())).rejects.toThrow();
  });

  it('never begins at minus zero', () => {
    const { x0 } = placeCutout({ width: 9, height: 9 }, [0.4, 4], { width: 2, height: 2 }, 'trim');
    expect(Object.is(x0, 0)).toBe(true);
  });
});

describe('what is read', () => {
  it('are the rows of the cutout, in one plan, and none for its plan', async () => {
    const [width, height] = [20_000, 400];
    const cards = headerBytes(primaryCards(-32, [width, height]));
    const bytes = concat(cards, new Uint8Array(4 * width * height));
    const reads: number[] = [];
    const source = new MemorySource('far.fits', bytes);
    const spy = {
      label: source.label,
      size: () => source.size(),
      identity: () => source.identity(),
      close: () => source.close(),
      read: (offset: number, length: number, options?: ReadOptions) => {
        reads.push(length);
        return source.read(offset, length, options);
      },
    };
    const reader = new SpanReader(spy, { local: false, meter: new Meter() });
    const handlers = handlersFor(await contentOf(reader));
    const opened = reads.length;
    const asked = params({ centre: [9000, 200], width: '100', height: '50' });
    expect(await handlers.planCutout(asked, call())).toMatchObject({ bytes: 4 * 100 * 50 });
    expect(reads).toHaveLength(opened);
    const progress = call<{ done: number }>();
    await handlers.cutout(asked, progress);
    const made = reads.slice(opened);
    expect(made.length).toBeLessThanOrEqual(50);
    // At most what lies between two rows is read along, never the whole of the image.
    expect(made.reduce((sum, length) => sum + length, 0)).toBeLessThan(50 * 4 * width);
    expect(progress.reports.at(-1)).toEqual({ done: 1 });
  });
});

it('takes no table along that unpacks to more than a cutout may be', async () => {
  const lookup = ["CPDIS1  = 'LOOKUP  '", "DP1     = 'EXTVER: 1'", "DP1     = 'NAXES: 2'"];
  const celestial = ["CTYPE1  = 'RA---TAN'", "CTYPE2  = 'DEC--TAN'"];
  const image = imageFile(-32, [4, 4], new Uint8Array(64), [...celestial, ...lookup]);
  const extension = headerBytes([
    "XTENSION= 'IMAGE   '",
    'BITPIX  =                  -32',
    'NAXIS   =                    2',
    'NAXIS1  =                    2',
    'NAXIS2  =                    2',
    'PCOUNT  =                    0',
    'GCOUNT  =                    1',
    "EXTNAME = 'WCSDVARR'",
  ]);
  const reader = localReader(concat(image, extension, new Uint8Array(2880)), 'a.fits');
  const index = new HduIndex(reader);
  const { header } = await index.hdu(0);
  const plane = (side: number): StoredPlane => ({
    ...{ width: side, height: side, local: true },
    format: { bitpix: -32, bscale: 1, bzero: 0, blank: undefined },
    cost: () => 0,
    async *rows({ y0, y1 }) {
      for (let y = y0; y < y1; y += 1) {
        yield { y, bytes: new Uint8Array(4 * side) };
      }
    },
  });
  const carried = (side: number): ReturnType<typeof carriedTables> =>
    carriedTables(header, [1, 1], { index, reader, stored: () => plane(side) }, {});
  expect((await carried(2)).extensions).toHaveLength(1);
  const { extensions, notes, without } = await carried(1_000_000);
  expect(extensions).toEqual([]);
  expect(notes).toEqual([
    'The table WCSDVARR of the coordinates could not be taken along; they lack it.',
  ]);
  expect(without('CPDIS1')).toBe(true);
});
