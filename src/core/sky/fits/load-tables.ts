import type { ReadOptions } from '../../bytes/source';
import { isBroken } from '../../errors';
import type { Hdu } from '../../fits/hdu';
import type { HduIndex } from '../../fits/hdu-index';
import type { Header } from '../../fits/header';
import type { Plane } from '../../image/plane';
import type { Table } from '../../table/table';
import { wcsKeywords } from './keywords';
import type { LookupTable } from './lookup';
import { needKey, tableNeeds, type TableNeed, type WcsTables } from './table-needs';

/** More elements than any look-up table has: 128 MiB of them. */
const MOST_ELEMENTS = 16 * 1024 * 1024;

export interface WcsTableTools {
  /** Opens the image of an HDU (of two axes or one). */
  readonly planeOf: (hdu: Hdu) => Plane;
  readonly tableOf: (hdu: Hdu) => Table;
}

export interface WcsTableOptions extends ReadOptions {
  /** As of `readFitsWcs`. */
  readonly alternate?: string | undefined;
}

/**
 * Reads the arrays of other HDUs that the coordinates of a header need: `D2IMARR` and `WCSDVARR` of
 * look-up distortions, columns of -TAB. Reads nothing where the header asks for none; else headers as far
 * as the arrays need. What the file lacks, or what cannot be such an array, is left out.
 *
 * @throws SkybucketError `cancelled`, or what the transport says.
 */
export async function loadWcsTables(
  index: HduIndex,
  header: Header,
  tools: WcsTableTools,
  options: WcsTableOptions = {},
): Promise<WcsTables> {
  const tables = new Map<string, LookupTable>();
  const keywords = wcsKeywords(header, (options.alternate ?? ' ').trim().toUpperCase() || ' ');
  if (keywords === undefined || 'problem' in keywords) {
    return tables;
  }
  const needs = tableNeeds(header, keywords);
  if (needs.length === 0) {
    return tables;
  }
  const open = new Set(needs);
  for await (const hdu of index.all(options)) {
    for (const need of [...open].filter((each) => isThat(hdu, each))) {
      open.delete(need);
      const table = await readTable(hdu, need, tools, options);
      if (table) {
        tables.set(needKey(need), table);
      }
    }
    if (open.size === 0) {
      break;
    }
  }
  return tables;
}

function isThat(hdu: Hdu, { extname, extver, extlevel }: TableNeed): boolean {
  const level = hdu.header.value('EXTLEVEL') ?? 1;
  return (
    hdu.name.toUpperCase() === extname.toUpperCase() && hdu.version === extver && level === extlevel
  );
}

async function readTable(
  hdu: Hdu,
  need: TableNeed,
  tools: WcsTableTools,
  options: ReadOptions,
): Promise<LookupTable | undefined> {
  try {
    return need.column === undefined
      ? await readImage(hdu, tools.planeOf(hdu), options)
      : await readColumn(tools.tableOf(hdu), need.column, options);
  } catch (error) {
    // A broken array is as none: the coordinates say what they lack.
    if (isBroken(error)) {
      return undefined;
    }
    throw error;
  }
}

async function readImage(
  hdu: Hdu,
  plane: Plane,
  { signal, meter }: ReadOptions,
): Promise<LookupTable | undefined> {
  const { width, height } = plane;
  if (width * height === 0 || width * height > MOST_ELEMENTS) {
    return undefined;
  }
  const box = { x0: 0, y0: 0, x1: width, y1: height };
  const { values } = await plane.section(box, { signal, meter });
  const pair = (keyword: string, otherwise: number): number[] =>
    [1, 2].map((i) => {
      const value = hdu.header.value(`${keyword}${i}`);
      return typeof value === 'number' ? value : otherwise;
    });
  return {
    axes: [width, height],
    values,
    crpix: pair('CRPIX', 0),
    crval: pair('CRVAL', 0),
    cdelt: pair('CDELT', 1).map((step) => step || 1),
  };
}

async function readColumn(
  table: Table,
  name: string,
  { signal, meter }: ReadOptions,
): Promise<LookupTable | undefined> {
  const column = table.columns.find((each) => each.name.toUpperCase() === name.toUpperCase());
  if (column === undefined || column.problem !== undefined || table.rowsPresent < 1) {
    return undefined;
  }
  const { columns } = await table.read(0, 1, [column.index], {
    signal,
    meter,
    mostElements: MOST_ELEMENTS + 1,
  });
  const values = columns[0]?.values;
  if (!isNumeric(values) || values.length === 0 || values.length > MOST_ELEMENTS) {
    return undefined;
  }
  const shape = column.variable || column.shape.length === 0 ? [values.length] : column.shape;
  return {
    axes: [...shape].reverse(),
    values: Float64Array.from(values, Number),
    crpix: [],
    crval: [],
    cdelt: [],
  };
}

function isNumeric(values: unknown): values is ArrayLike<number | bigint> {
  return ArrayBuffer.isView(values) && !(values instanceof DataView);
}
