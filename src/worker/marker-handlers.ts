import type { ReadOptions } from '../core/bytes/source';
import { SkybucketError } from '../core/errors';
import { canBeAngle, guessColumns } from '../core/markers/guess-columns';
import { placedRows } from '../core/markers/markers';
import { rowPlacer, type PlaceRows } from '../core/markers/place-rows';
import { isEquatorial } from '../core/sky/angles';
import type { CelestialFrame } from '../core/sky/wcs';
import { columnName, isNumeric } from '../core/table/element-type';
import type { Column, Table } from '../core/table/table';
import {
  type MarkerGuess,
  type MarkerMethods,
  type MarkerTable,
  MOST_MARKERS,
} from '../protocol/markers';
import type { PlaneRef } from '../protocol/methods';
import type { RpcHandlers } from '../protocol/rpc-server';
import type { Content } from './content';
import { chosenFrame, nearestChoice } from './frame-choices';
import type { OtherContents } from './other-contents';
import type { OpenContent } from './part-handlers';
import { columnAt } from './table-bounds';
import { tableFrame } from './table-frame';
import type { WcsOf } from './wcs-of';

/** Columns whose cost can be asked. */
const MOST_COLUMNS = 16;

/** Answers what is asked about tables as markers. */
export function markerHandlers(
  content: OpenContent,
  others: OtherContents,
  wcs: WcsOf,
): RpcHandlers<Pick<MarkerMethods, 'guessMarkers' | 'markers'>> {
  const contentOf = (file: string | undefined, options: ReadOptions): Promise<Content> =>
    file === undefined ? content(options) : others.of(file, options);

  /** From sky to the pixels of a plane, and whether longitudes are right ascensions there. */
  const placer = async (
    ref: PlaneRef,
    frame: CelestialFrame | undefined,
    options: ReadOptions,
  ): Promise<{ place: PlaceRows; hours: boolean }> => {
    const found = await wcs(ref, options);
    if (found === undefined || 'problem' in found) {
      throw new SkybucketError('unsupported', 'It is not known where on the sky this image is.', {
        hint: found?.problem,
      });
    }
    const { axes } = await (await content(options)).image(ref.hdu, options);
    const [width = 1, height = 1] = axes;
    const of = frame ?? found.celestial?.frame;
    return {
      place: rowPlacer({ wcs: found, width, height, rest: ref.slice }, frame),
      hours: of !== undefined && isEquatorial(of),
    };
  };

  return {
    guessMarkers: async ({ file, hdu, columns }, { signal }) => {
      const from = await contentOf(file, { signal });
      const table = await from.table(hdu, { signal });
      const guess = guessColumns(table.columns);
      const frame = guess.frame ?? (await tableFrame(from, hdu, { signal }));
      const asked = columns ?? [guess.longitude, guess.latitude, guess.magnitude];
      return guessReply(table, { ...guess, frame }, asked);
    },

    markers: async ({ table: asked, ...ref }, { signal, progress }) => {
      const table = await (await contentOf(asked.file, { signal })).table(asked.hdu, { signal });
      checkMarkers(table, asked);
      const frame = chosenFrame(asked.frame ?? 'ICRS');
      const { place, hours } = await placer(ref, frame, { signal });
      let placed = 0;
      const { rowsPresent: rows } = table;
      for await (const step of placedRows(table, { ...asked, hours }, place, { signal })) {
        placed += step.placed;
        const { from, count, positions, magnitudes } = step;
        await progress({
          ...{ from, count, rows },
          positions: new Uint8Array(positions.buffer),
          magnitudes: magnitudes && new Uint8Array(magnitudes.buffer),
        });
      }
      return { rows, placed };
    },
  };
}

function guessReply(
  table: Table,
  guess: Omit<ReturnType<typeof guessColumns>, 'frame'> & { readonly frame: CelestialFrame },
  asked: readonly (number | undefined)[],
): MarkerGuess {
  const columns = [...new Set(asked)].filter((column) => column !== undefined);
  if (columns.length > MOST_COLUMNS) {
    throw new SkybucketError('protocol', `The cost of ${columns.length} columns is not told.`);
  }
  columns.forEach((column) => columnAt(table.columns, column));
  return {
    columns: table.columns.filter(canBeAngle).map((column) => ({
      index: column.index,
      name: columnName(column),
      unit: column.unit ?? '',
      numeric: isNumeric(column),
    })),
    rows: table.rowsPresent,
    longitude: guess.longitude,
    latitude: guess.latitude,
    magnitude: guess.magnitude,
    frame: nearestChoice(guess.frame),
    bytes: columns.length === 0 ? 0 : table.scanCost(columns).bytes,
  };
}

/** @throws SkybucketError for columns that no markers can be made of. */
function checkMarkers(table: Table, { longitude, latitude, magnitude }: MarkerTable): void {
  if (table.rowsPresent > MOST_MARKERS) {
    const [rows, most] = [table.rowsPresent, MOST_MARKERS].map((n) => n.toLocaleString('en-US'));
    throw new SkybucketError('too-large', `The table has ${rows} rows; ${most} can be markers.`, {
      hint: 'Choose a table with fewer rows.',
    });
  }
  const check = (column: Column, fits: boolean, what: string): void => {
    if (!fits) {
      const hint = column.problem ?? 'Choose another column.';
      throw new SkybucketError('unsupported', `“${columnName(column)}” holds no ${what}.`, {
        hint,
      });
    }
  };
  for (const index of [longitude, latitude]) {
    const column = columnAt(table.columns, index);
    check(column, canBeAngle(column), 'angles');
  }
  if (magnitude !== undefined) {
    const column = columnAt(table.columns, magnitude);
    check(column, isNumeric(column) && column.problem === undefined, 'numbers');
  }
}
