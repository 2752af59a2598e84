import columnsconfig from './answers/columnsconfig.json';
import { separation } from './geometry';
import { type Observation, typeOfColumn } from './observations';
import type { Product } from './products';

/** The Mashup service of a made-up MAST: it answers with rows that it chooses, as the real one does. */

interface Filter {
  readonly paramName: string;
  readonly separator?: string;
  readonly values: readonly (string | { readonly min: number; readonly max: number })[];
  readonly freeText?: string;
}

export interface MashupAsked {
  readonly service: string;
  readonly params: Readonly<Record<string, unknown>>;
  readonly format: string;
  readonly pagesize: number;
  readonly page: number;
  readonly cacheBreaker: string;
}

export interface MashupData {
  readonly observations: readonly Observation[];
  /** The files of an observation, by its number. */
  products(obsid: string): readonly Product[];
  /** Where a name leads; undefined for one that nobody knows. */
  place(name: string): object | undefined;
  /** Rows of a page at most, however many are asked for. */
  readonly mostRows: number;
}

/** The request in the form of a POST; undefined for what is none. */
export function readMashup(body: string): MashupAsked | undefined {
  const [, text] = /^request=(.*)$/s.exec(body) ?? [];
  return text === undefined ? undefined : (JSON.parse(decodeURIComponent(text)) as MashupAsked);
}

/** The answer as JSON. Queries the service does not take are said as it says them, with status 200. */
export function answerMashup(asked: MashupAsked, data: MashupData): object {
  const { params } = asked;
  switch (asked.service) {
    case 'Mast.Caom.Cone':
      return rowsAnswer(
        within(data.observations, [params['ra'], params['dec'], params['radius']].map(Number)),
        asked,
        data.mostRows,
      );
    case 'Mast.Caom.Filtered':
    case 'Mast.Caom.Filtered.Position':
      return filtered(asked, data);
    case 'Mast.Caom.Products': {
      const ids = String(params['obsid']).split(',');
      const rows = ids.flatMap((id) => data.products(id).map(({ row }) => row));
      return rowsAnswer(rows, asked, data.mostRows);
    }
    case 'Mast.Caom.All':
      return knownValues(data.observations);
    case 'Mast.Name.Lookup':
      return {
        resolvedCoordinate: [data.place(String(params['input']))].filter((place) => place),
        status: '',
      };
    default:
      return failure(`Error: service ${asked.service} is not known`);
  }
}

export function failure(msg: string): object {
  return { status: 'ERROR', msg, data: [], fields: [], paging: {} };
}

function filtered(asked: MashupAsked, data: MashupData): object {
  const { columns, filters, position } = asked.params;
  const known = new Set(Object.keys(columnsconfig));
  const all = filters as readonly Filter[];
  const wrong = all.find(({ paramName }) => !known.has(paramName));
  if (wrong !== undefined) {
    return failure(`Error: Invalid column name '${wrong.paramName}'.`);
  }
  const near =
    typeof position === 'string'
      ? within(data.observations, position.split(',').map(Number))
      : data.observations;
  const rows = near.filter((row) => all.every((filter) => passes(row, filter)));
  return columns === 'COUNT_BIG(*)'
    ? {
        ...{ status: 'COMPLETE', msg: '', data: [{ Column1: rows.length }] },
        fields: [{ name: 'Column1', type: 'string' }],
        paging: paging(1, 1, asked.pagesize, 1),
      }
    : rowsAnswer(rows, asked, data.mostRows);
}

/** Of footprints their middle alone counts, with a little room around it. */
function within(rows: readonly Observation[], circle: readonly number[]): Observation[] {
  const [ra = 0, dec = 0, radius = 0] = circle;
  return rows.flatMap((row) => {
    const distance = separation(ra, dec, row.s_ra, row.s_dec);
    const room = row.obs_collection === 'GALEX' ? 0.625 : 0.03;
    return distance <= radius + room ? [{ ...row, distance: distance * 3600 }] : [];
  });
}

function passes(row: Observation, { paramName, separator, values, freeText }: Filter): boolean {
  const value = row[paramName] ?? null;
  const parts = separator === undefined ? [value] : String(value ?? '').split(separator);
  const texts = parts.map((part) =>
    String(part ?? '')
      .trim()
      .toLowerCase(),
  );
  const pattern = freeText === undefined ? undefined : patternOf(freeText);
  const whole = String(value ?? '').toLowerCase();
  return (
    pattern?.test(whole) === true ||
    values.some((wanted) =>
      typeof wanted === 'string'
        ? texts.includes(wanted.toLowerCase())
        : value !== null && Number(value) >= wanted.min && Number(value) <= wanted.max,
    )
  );
}

function patternOf(freeText: string): RegExp {
  const parts = freeText.toLowerCase().split('%');
  return new RegExp(`^${parts.map((part) => part.replace(/[^\w ]/g, '\\$&')).join('.*')}$`, 's');
}

function rowsAnswer(
  rows: readonly Readonly<Record<string, unknown>>[],
  { page, pagesize }: MashupAsked,
  mostRows: number,
): object {
  const size = Math.min(pagesize, mostRows);
  const [first = {}] = rows;
  const data = rows.slice((page - 1) * size, page * size);
  return {
    ...{ status: 'COMPLETE', msg: '' },
    data: data.map((row) => ({ ...row, _selected_: null })),
    fields: [...Object.keys(first), '_selected_'].map((name) => ({
      name,
      type: name === 'size' ? 'int' : typeOfColumn(name),
    })),
    paging: paging(page, Math.ceil(rows.length / size), size, rows.length),
  };
}

function paging(page: number, pages: number, pageSize: number, rows: number): object {
  return { page, pageSize, pagesFiltered: pages, rows, rowsFiltered: rows, rowsTotal: rows };
}

/** What stands in the columns of all observations, in the shape of ExtJS. */
function knownValues(rows: readonly Observation[]): object {
  const discrete = 'obs_collection instrument_name filters project dataproduct_type intentType';
  const texts = `${discrete} calib_level dataRights wavelength_region`.split(' ').map((name) => {
    const counts = new Map<string, number>();
    for (const row of rows) {
      String(row[name] ?? '')
        .split(';')
        .forEach((value) => counts.set(value, (counts.get(value) ?? 0) + 1));
    }
    const hist = [...counts].map(([key, count]) => ({ key, count }));
    return column(name, { hist, ...Object.fromEntries(hist.map((each) => [each.key, each])) });
  });
  const numbers = ['t_min', 't_max', 't_exptime', 'em_min', 'em_max', 's_ra', 's_dec'].map(
    (name) => {
      const values = rows.map((row) => Number(row[name]));
      return column(name, { min: Math.min(...values), max: Math.max(...values) });
    },
  );
  return {
    ...{ status: 'COMPLETE', msg: '' },
    data: { name: 'NewDataSet', Tables: [{ name: 'Table', Columns: [...texts, ...numbers] }] },
  };
}

function column(name: string, histObj: object): object {
  return { text: name, dataIndex: name, ExtendedProperties: { histObj } };
}
