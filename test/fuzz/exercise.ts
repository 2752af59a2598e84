import { tmpdir } from 'node:os';
import { MemorySource } from '../../src/core/bytes/memory-source';
import { SpanReader } from '../../src/core/bytes/span-reader';
import { SkybucketError } from '../../src/core/errors';
import type { HduLine, PlaneReply, PlaneRef } from '../../src/protocol/methods';
import type { TableReply } from '../../src/protocol/table';
import { imageHandlers } from '../../src/worker/image-handlers';
import { nodeTools } from '../../src/worker/node-tools';
import type { Random } from './random';

/** HDUs that are looked at of one file beside the one that was changed. */
const OTHER_HDUS = 1;

/** Shares of the cases in which what takes long is asked; the rest is asked always. */
const SELDOM = 0.25;
const OFTEN = 0.5;

/** `$` stands for a column. */
const FILTERS = [
  '',
  ...['$ > 0', '$ between -5 and 1e300', "$ = 'a' or $ contains 'e'", '$ is null', 'not ($ < 3)'],
  ...[
    '$ % 7 = 1',
    'abs($) + $ >= 2 ** 40',
    '$ & 6 != 0',
    '$ is nan or round($, 2) < 1',
    '$ in (1, 2, 3)',
  ],
];

/** What a question threw that is no SkybucketError. */
export interface Fault {
  readonly question: string;
  readonly error: unknown;
}

/**
 * Asks the worker all that a viewer can ask of a file.
 *
 * @param focus the HDU that is looked at in any case.
 * @param onQuestion told before each question what it is.
 */
export async function exercise(
  bytes: Uint8Array,
  focus: number,
  random: Random,
  onQuestion: (question: string) => void,
): Promise<Fault | undefined> {
  const reader = new SpanReader(new MemorySource('fuzz.fits', bytes), { local: true });
  const handlers = imageHandlers(reader, nodeTools(tmpdir()));
  const call = { signal: new AbortController().signal, progress: async () => undefined };
  let fault: Fault | undefined;

  async function ask<T>(
    question: string,
    answer: () => Promise<T>,
    share = 1,
  ): Promise<T | undefined> {
    if (!random.chance(share)) {
      return undefined;
    }
    onQuestion(question);
    try {
      return await answer();
    } catch (error) {
      if (!(error instanceof SkybucketError) || !isSentence(error.message)) {
        fault ??= { question, error };
      }
      return undefined;
    }
  }

  async function askPlane(ref: PlaneRef): Promise<void> {
    const plane = await ask('plane', () => handlers.plane(ref, call));
    if (!plane) {
      return;
    }
    const size = { width: 40, height: 30 };
    await ask('overview', () => handlers.overview({ ...ref, ...size }, call), SELDOM);
    const box = boxIn(plane, random);
    await ask('pixels', () => handlers.pixels({ ...ref, ...box }, call));
    await ask('value', () => handlers.value({ ...ref, x: box.x1 - 1, y: box.y1 - 1 }, call));
    const tile = { ...ref, ...box, step: 1 };
    await ask('tile', () => handlers.tile(tile, call), OFTEN);
    await ask('histogram', () => handlers.histogram({ ...ref, low: 0, high: 9, bins: 4 }, call));
    await ask('statistics', () => handlers.statistics({ ...ref, ...box }, call), OFTEN);
    if (plane.axes.length > 0) {
      const slice = plane.axes.map((length) => Math.max(0, length - 1));
      await ask('last slice', () => handlers.pixels({ ...ref, slice, ...box }, call));
    }
  }

  async function askTable(hdu: number): Promise<void> {
    const table = await ask('table', () => handlers.table({ hdu }, call));
    if (!table) {
      return;
    }
    const ref = { hdu, view: '' };
    const columns = table.columns.slice(0, 20).map(({ index }) => index);
    const to = Math.min(table.rowsPresent, 12);
    await ask('rows', () => handlers.rows({ ...ref, from: 0, to, columns }, call));
    const last = table.rowsPresent;
    const from = Math.max(0, last - 3);
    await ask('last rows', () => handlers.rows({ ...ref, from, to: last, columns }, call), OFTEN);
    await ask('csv', () => handlers.csv({ ...ref, from: 0, columns, names: true }, call), SELDOM);
    await askColumn(table, hdu);
  }

  async function askColumn(table: TableReply, hdu: number): Promise<void> {
    if (table.columns.length === 0) {
      return;
    }
    const column = random.below(table.columns.length);
    const ref = { hdu, view: '' };
    await ask(
      'statistics of a column',
      () => handlers.columnStatistics({ ...ref, column }, call),
      OFTEN,
    );
    const bins = { ...ref, column, bins: 8 };
    await ask('histogram of a column', () => handlers.columnHistogram(bins, call), OFTEN);
    const points = { ...ref, x: 0, y: column, most: 50 };
    await ask('scatter', () => handlers.scatter(points, call), OFTEN);
    const sort = random.chance(0.7) ? [{ column, descending: random.chance(0.5) }] : [];
    const filter = random.of(FILTERS).replaceAll('$', () => `$${column + 1}`);
    const arrange = { hdu, filter, sort };
    await ask('cost', () => handlers.arrangeCost(arrange, call), SELDOM);
    const view = await ask('arrange', () => handlers.arrange(arrange, call), OFTEN);
    if (view) {
      const first = { hdu, view: view.view, from: 0, to: Math.min(view.rows, 5) };
      await ask('arranged rows', () => handlers.rows({ ...first, columns: [column] }, call));
    }
    if (table.rowsPresent > 0) {
      const row = random.below(Math.min(table.rowsPresent, 2 ** 31));
      await ask('cell', () => handlers.cell({ ...ref, row, column }, call));
      await askPlane({ hdu, slice: [], cell: { row, column } });
    }
  }

  async function askHdu({ index: hdu, picture, table, line }: HduLine): Promise<void> {
    await ask('header', () => handlers.header({ hdu }, call));
    await ask('stored header', () => handlers.header({ hdu, stored: true }, call));
    await ask('checksum', () => handlers.checksum({ hdu }, call));
    const ref: PlaneRef = { hdu, slice: [] };
    if (line) {
      const plane = await ask('plane', () => handlers.plane(ref, call));
      const x1 = plane?.width ?? 1;
      await ask('line', () => handlers.line({ ...ref, x0: 0, x1, points: 50 }, call));
    }
    // What has no picture is asked for one all the same.
    if (picture === 'yes' || random.chance(0.1)) {
      await askPlane(ref);
    }
    if (table || random.chance(0.1)) {
      await askTable(hdu);
    }
  }

  const structure = await ask('structure', () => handlers.structure({}, call));
  const lines = [...(structure?.lines ?? [])];
  const chosen = lines.splice(Math.min(focus, lines.length - 1), 1);
  for (let others = 0; others < OTHER_HDUS && lines.length > 0; others += 1) {
    chosen.push(...lines.splice(random.below(lines.length), 1));
  }
  for (const line of chosen) {
    await askHdu(line);
  }
  return fault;
}

/** One clear sentence: what no template or number has spoilt. */
function isSentence(message: string): boolean {
  const ours = message.replace(/"[^"]*"/g, '');
  return /[.!?]$/.test(message) && !/undefined|\[object/.test(ours);
}

function boxIn({ width, height }: PlaneReply, random: Random) {
  const x0 = random.chance(0.5) ? 0 : Math.max(0, width - 20);
  const y0 = random.chance(0.5) ? 0 : Math.max(0, height - 20);
  return { x0, y0, x1: Math.min(width, x0 + 20), y1: Math.min(height, y0 + 20) };
}
