import { readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { describe, expect, it } from 'vitest';
import { MemorySource } from '../../../src/core/bytes/memory-source';
import type { ByteReader } from '../../../src/core/bytes/reader';
import { SpanReader } from '../../../src/core/bytes/span-reader';
import type { MarkerBatch, MarkerGuess, MarkerTable } from '../../../src/protocol/markers';
import type { RpcCall, RpcHandlers } from '../../../src/protocol/rpc-server';
import { openFileUri } from '../../../src/protocol/open-file';
import { markerHandlers } from '../../../src/worker/marker-handlers';
import type { ImageMethods } from '../../../src/worker/methods';
import { nodeTools } from '../../../src/worker/node-tools';
import { openContent } from '../../../src/worker/open-content';
import { OpenedFile } from '../../../src/worker/opened-file';
import { OtherContents } from '../../../src/worker/other-contents';
import { NO_OTHER_FILES, type OtherFiles } from '../../../src/worker/other-files';
import { wcsOf } from '../../../src/worker/wcs-of';
import { columnCards, tableFile } from '../fits/tables/support/made-table';
import { card } from '../fits/support/made';
import { CountingReader } from '../fits/support/memory-reader';

const FOLDER = new URL('../../fixtures/markers/', import.meta.url);
const BYTES = new Uint8Array(readFileSync(new URL('markers.fits', FOLDER)));
const TRUTH = JSON.parse(readFileSync(new URL('truth.json', FOLDER), 'utf8')) as {
  readonly hdus: readonly string[];
  readonly pixels: Readonly<Record<string, readonly (readonly [number | null, number | null])[]>>;
  readonly magnitudes: readonly (number | null)[];
};
const hduOf = (name: string): number => TRUTH.hdus.indexOf(name);

const localReader = (bytes: Uint8Array): ByteReader =>
  new SpanReader(new MemorySource('markers.fits', bytes), { local: true });

/** A call whose reports are kept. */
function call<T>(signal = new AbortController().signal): RpcCall<T> & { readonly reports: T[] } {
  const reports: T[] = [];
  return { signal, reports, progress: async (body) => void reports.push(body) };
}

type Asked = RpcHandlers<Pick<ImageMethods, 'guessMarkers' | 'markers'>>;

/** What the worker of a file answers about markers. */
function handlersOf(reader: ByteReader, others: OtherFiles = NO_OTHER_FILES): Asked {
  const tools = nodeTools(tmpdir());
  const file = new OpenedFile(reader, tools.unpack);
  let content: ReturnType<typeof openContent> | undefined;
  const open = async (options: object): Promise<ReturnType<typeof openContent>> =>
    (content ??= openContent(await file.open(options), tools, others));
  return markerHandlers(open, new OtherContents(others, tools), wcsOf(open));
}

const ours = handlersOf(localReader(BYTES));

const guessOf = (name: string): Promise<MarkerGuess> =>
  ours.guessMarkers({ hdu: hduOf(name) }, call<never>());

/** The names of the columns that were guessed. */
function named({ columns, longitude, latitude, magnitude }: MarkerGuess): (string | undefined)[] {
  const name = (index: number | undefined): string | undefined =>
    columns.find((column) => column.index === index)?.name;
  return [name(longitude), name(latitude), name(magnitude)];
}

async function placed(
  handlers: Asked,
  image: string,
  table: MarkerTable,
): Promise<{ reply: unknown; x: number[]; y: number[]; magnitudes: number[] }> {
  const asked = call<MarkerBatch>();
  const reply = await handlers.markers({ hdu: hduOf(image), slice: [], table }, asked);
  const floats = (bytes: Uint8Array): number[] => [
    ...new Float32Array(bytes.buffer, bytes.byteOffset, bytes.byteLength / 4),
  ];
  const positions = asked.reports.flatMap((batch) => floats(batch.positions));
  let next = 0;
  for (const { from, count } of asked.reports) {
    expect(from).toBe(next);
    next += count;
  }
  return {
    reply,
    x: positions.filter((_, k) => k % 2 === 0),
    y: positions.filter((_, k) => k % 2 === 1),
    magnitudes: asked.reports.flatMap(({ magnitudes }) => (magnitudes ? floats(magnitudes) : [])),
  };
}

/** Within a thousandth of a pixel of where astropy has them, and nowhere where it has none. */
function expectTruth(image: string, { x, y }: { x: number[]; y: number[] }): void {
  const truth = TRUTH.pixels[image] ?? [];
  expect(x).toHaveLength(truth.length);
  truth.forEach(([trueX, trueY], row) => {
    if (trueX === null || trueY === null) {
      expect([row, x[row], y[row]]).toEqual([row, NaN, NaN]);
    } else {
      const away = Math.hypot((x[row] ?? NaN) - trueX, (y[row] ?? NaN) - trueY);
      expect({ row, near: away < 1e-3 }).toEqual({ row, near: true });
    }
  });
}

function sexagesimal(degrees: number): string {
  const seconds = Math.abs(degrees) * 3600;
  const parts = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60];
  return `${degrees < 0 ? '-' : ''}${parts.join(':')}:${(seconds % 60).toFixed(6)}`;
}

/** The columns of a table as they are guessed. */
async function guessed(name: string): Promise<MarkerTable> {
  const { longitude = -1, latitude = -1, magnitude, frame } = await guessOf(name);
  return { hdu: hduOf(name), longitude, latitude, magnitude, frame };
}

describe('the columns that are likely meant', () => {
  it.each([
    ['DEGREES', ['RAJ2000', 'DEJ2000', 'Vmag'], 'ICRS'],
    ['TEXTS', ['RA', 'DEC', undefined], 'ICRS'],
    ['LETTERS', ['ra', 'dec', undefined], 'ICRS'],
    ['RADIANS', ['GLON', 'GLAT', undefined], 'Galactic'],
    ['OLD', ['RAB1950', 'DEB1950', undefined], 'FK4'],
    ['HEADER', ['ra', 'dec', undefined], 'FK4'],
    ['UCDS', ['second', 'first', 'third'], 'ICRS'],
    ['PLAIN', [undefined, undefined, undefined], 'ICRS'],
  ])('of %s', async (name, columns, frame) => {
    const guess = await guessOf(name);
    expect(named(guess)).toEqual(columns);
    expect(guess.frame).toBe(frame);
    expect(guess.rows).toBe(65);
    expect(guess.bytes).toBe(0);
  });
});

describe('rows as pixels are where astropy has them', () => {
  const tables = ['DEGREES', 'TEXTS', 'LETTERS', 'RADIANS', 'OLD', 'HEADER', 'UCDS'];
  it.each(tables.flatMap((table) => Object.keys(TRUTH.pixels).map((image) => [table, image])))(
    '%s on %s',
    async (table = '', image = '') => {
      const found = await placed(ours, image, await guessed(table));
      expectTruth(image, found);
      const there = TRUTH.pixels[image]?.filter(([x]) => x !== null).length;
      expect(found.reply).toEqual({ rows: 65, placed: there });
    },
  );

  it('with their magnitudes', async () => {
    const { magnitudes } = await placed(ours, 'TANSIP', await guessed('DEGREES'));
    const truth = TRUTH.magnitudes.map((value) => (value === null ? NaN : Math.fround(value)));
    expect(magnitudes).toEqual(truth);
  });

  it('in the frame of the image where that is asked for', async () => {
    const table = { ...(await guessed('RADIANS')), frame: 'own' } as const;
    expectTruth('GALACTIC', await placed(ours, 'GALACTIC', table));
  });

  it('texts of a galactic image in degrees, not in hours', async () => {
    const header = Buffer.from(BYTES).toString('latin1').split('GLON-TAN')[1] ?? '';
    const texts = [1, 2].map((axis) =>
      sexagesimal(Number(new RegExp(`CRVAL${axis} *= *(\\S+)`).exec(header)?.[1])).padEnd(24),
    );
    const file = tableFile({
      ...{ rowLength: 48, rows: 1, fields: 2, data: new TextEncoder().encode(texts.join('')) },
      cards: columnCards(['l', '24A'], ['b', '24A']),
    });
    const handlers = handlersOf(localReader(BYTES), { open: async () => localReader(file) });
    const table = { file: 'a1', hdu: 1, longitude: 0, latitude: 1, frame: 'own' } as const;
    const { x, y } = await placed(handlers, 'GALACTIC', table);
    // CRPIX is at CRVAL.
    expect(x[0]).toBeCloseTo(39, 3);
    expect(y[0]).toBeCloseTo(40, 3);
  });

  it('of a table in another open file, which is opened once', async () => {
    const opened: string[] = [];
    const others: OtherFiles = {
      open: async (uri) => {
        opened.push(uri);
        return localReader(BYTES);
      },
    };
    const handlers = handlersOf(localReader(BYTES), others);
    const guess = await handlers.guessMarkers({ file: 'a1', hdu: hduOf('TEXTS') }, call<never>());
    expect(named(guess)).toEqual(['RA', 'DEC', undefined]);
    const table = { file: 'a1', hdu: hduOf('TEXTS'), longitude: 0, latitude: 1 };
    expectTruth('ALLSKY', await placed(handlers, 'ALLSKY', table));
    expect(opened).toEqual([openFileUri('a1')]);
  });
});

describe('what cannot be', () => {
  it('markers on an image without coordinates', async () => {
    const asked = ours.markers(
      { hdu: 0, slice: [], table: await guessed('DEGREES') },
      call<MarkerBatch>(),
    );
    await expect(asked).rejects.toMatchObject({
      message: 'It is not known where on the sky this image is.',
    });
  });

  it('columns that are none, or hold no angles', async () => {
    const asked = (table: Partial<MarkerTable>): Promise<unknown> =>
      ours.markers(
        {
          ...{ hdu: hduOf('TANSIP'), slice: [] },
          table: { hdu: hduOf('TEXTS'), longitude: 0, latitude: 1, ...table },
        },
        call<MarkerBatch>(),
      );
    await expect(asked({ longitude: 7 })).rejects.toMatchObject({ code: 'protocol' });
    await expect(asked({ magnitude: 0 })).rejects.toMatchObject({
      message: '“RA” holds no numbers.',
    });
    await expect(asked({ hdu: hduOf('TANSIP') })).rejects.toMatchObject({ code: 'unsupported' });
  });

  it('going on once it is cancelled', async () => {
    const stop = new AbortController();
    const asked = call<MarkerBatch>(stop.signal);
    stop.abort();
    const table = await guessed('DEGREES');
    await expect(
      ours.markers({ hdu: hduOf('TANSIP'), slice: [], table }, asked),
    ).rejects.toMatchObject({ code: 'cancelled' });
    expect(asked.reports).toEqual([]);
  });
});

it('reads the columns only, and says before what that costs', async () => {
  const rows = 40;
  const rowLength = 16 + 50_000;
  const view = new DataView(new ArrayBuffer(rows * rowLength));
  for (let row = 0; row < rows; row++) {
    view.setFloat64(row * rowLength, 359.98 + row / 1e5);
    view.setFloat64(row * rowLength + 8, 12.5);
  }
  const file = tableFile({
    ...{ rowLength, rows, fields: 3, data: new Uint8Array(view.buffer) },
    cards: [
      ...columnCards(['ra', 'D'], ['dec', 'D'], ['spectrum', '50000B']),
      card('TUNIT1', 'deg'),
    ],
  });
  const reader = CountingReader.of(file);
  const others: OtherFiles = { open: async () => reader };
  const handlers = handlersOf(localReader(BYTES), others);
  const { bytes, longitude, latitude } = await handlers.guessMarkers(
    { file: 'b', hdu: 1 },
    call<never>(),
  );
  expect([longitude, latitude]).toEqual([0, 1]);
  expect(bytes).toBe(rows * 16);
  const all = await handlers.guessMarkers({ file: 'b', hdu: 1, columns: [2] }, call<never>());
  expect(all.bytes).toBeGreaterThanOrEqual(rows * 50_000);
  const before = reader.bytes;
  const table = { file: 'b', hdu: 1, longitude: 0, latitude: 1 };
  const { reply } = await placed(handlers, 'TANSIP', table);
  expect(reply).toEqual({ rows, placed: rows });
  expect(reader.bytes - before).toBe(rows * 16);
});
