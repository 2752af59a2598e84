import type { Header } from '../../fits/header';
import { axisType } from './axis-types';
import type { WcsKeywords } from './keywords';
import { correctedBy, correctionOf, type Correction, type LookupTable } from './lookup';
import type { PlaneMap } from './distortion';
import { recordFields, type Fields } from './record-distortion';
import { Tabular } from './tabular';

/** An array of another HDU that the coordinates of a header need. */
export interface TableNeed {
  readonly extname: string;
  readonly extver: number;
  readonly extlevel: number;
  /** The column of a binary table whose first row holds the array; undefined for an image. */
  readonly column: string | undefined;
}

/** Arrays by {@link needKey}; those that the file lacks are not in it. */
export type WcsTables = ReadonlyMap<string, LookupTable>;

export function needKey({ extname, extver, extlevel, column }: TableNeed): string {
  return JSON.stringify([extname.toUpperCase(), extver, extlevel, column?.toUpperCase() ?? null]);
}

/** Which arrays the keywords of one description ask for. */
export function tableNeeds(header: Header, keywords: WcsKeywords): TableNeed[] {
  const lookups = [...lookupsOf(header, 'D2IM'), ...lookupsOf(header, 'CPDIS')].map((l) => l.need);
  const tabular = tabularAxes(keywords).flatMap(({ values, index }) =>
    index ? [values, index] : [values],
  );
  const byKey = new Map([...lookups, ...tabular].map((need) => [needKey(need), need]));
  return [...byKey.values()];
}

/** Interpolating takes 2^axes points. */
const MOST_TABLE_AXES = 8;

interface Lookup {
  readonly axis: 0 | 1;
  readonly need: TableNeed;
  readonly transposed: boolean;
}

/** The look-up tables of the first two axes: from detector to image (D2IM) or as a distortion (CPDIS). */
function lookupsOf(header: Header, kind: 'D2IM' | 'CPDIS'): Lookup[] {
  const old = kind === 'D2IM' ? header.value('AXISCORR') : undefined;
  if (old === 1 || old === 2) {
    return [{ axis: old === 1 ? 0 : 1, need: imageNeed('D2IMARR', 1), transposed: false }];
  }
  const records = recordFields(header);
  const found: Lookup[] = [];
  for (const axis of [0, 1] as const) {
    const type = header.text(`${kind === 'D2IM' ? 'D2IMDIS' : 'CPDIS'}${axis + 1}`);
    if (type?.trim().toLowerCase() === 'lookup') {
      const fields: Fields =
        records.get(`${kind === 'D2IM' ? 'D2IM' : 'DP'}${axis + 1}`) ?? new Map();
      const extver = fields.get('EXTVER') ?? 1;
      const own = fields.get(`AXIS.${axis + 1}`) ?? axis + 1;
      const need = imageNeed(kind === 'D2IM' ? 'D2IMARR' : 'WCSDVARR', extver);
      found.push({ axis, need, transposed: own !== axis + 1 });
    }
  }
  return found;
}

function imageNeed(extname: string, extver: number): TableNeed {
  return { extname, extver, extlevel: 1, column: undefined };
}

/** The corrections of pixels that tables of the file give; tables that are not there are named. */
export function lookupMap(
  header: Header,
  kind: 'D2IM' | 'CPDIS',
  tables: WcsTables,
  warnings: string[],
): PlaneMap | undefined {
  const corrections: [Correction | undefined, Correction | undefined] = [undefined, undefined];
  for (const { axis, need, transposed } of lookupsOf(header, kind)) {
    const table = tables.get(needKey(need));
    if (table) {
      corrections[axis] = correctionOf(table, transposed);
    } else {
      warnings.push(
        `The look-up table ${need.extname},${need.extver} of a distortion is not there; coordinates are without it.`,
      );
    }
  }
  const [inX, inY] = corrections;
  return inX || inY ? correctedBy(inX, inY) : undefined;
}

interface TabularAxis {
  /** Counted from 0. */
  readonly axis: number;
  readonly values: TableNeed;
  readonly index: TableNeed | undefined;
  /** Number of the axis in the coordinate array, counted from 1. */
  readonly number: number;
}

function tabularAxes({ ctype, ps, pv, axes }: WcsKeywords): TabularAxis[] {
  const found: TabularAxis[] = [];
  for (let i = 1; i <= axes; i += 1) {
    const type = axisType(ctype[i - 1] ?? '');
    if (typeof type === 'object' && type.code === 'TAB') {
      const place = {
        extname: ps.get(`${i}_0`) ?? '',
        extver: pv.get(`${i}_1`) ?? 1,
        extlevel: pv.get(`${i}_2`) ?? 1,
      };
      const index = ps.get(`${i}_2`);
      found.push({
        axis: i - 1,
        values: { ...place, column: ps.get(`${i}_1`) ?? '' },
        index: index === undefined || index === '' ? undefined : { ...place, column: index },
        number: pv.get(`${i}_3`) ?? 1,
      });
    }
  }
  return found;
}

export interface TabularGroup {
  readonly axes: readonly number[];
  readonly table: Tabular;
}

/** The tables of the -TAB axes of a description, or what is missing in a sentence. */
export function tabularGroups(keywords: WcsKeywords, tables: WcsTables): TabularGroup[] | string {
  const groups = new Map<string, TabularAxis[]>();
  for (const axis of tabularAxes(keywords)) {
    const key = needKey(axis.values);
    groups.set(key, [...(groups.get(key) ?? []), axis]);
  }
  const made: TabularGroup[] = [];
  for (const [key, members] of groups) {
    const group = tabularGroup(members, tables.get(key), tables);
    if (typeof group === 'string') {
      return group;
    }
    made.push(group);
  }
  return made;
}

function tabularGroup(
  members: readonly TabularAxis[],
  array: LookupTable | undefined,
  tables: WcsTables,
): TabularGroup | string {
  const [first] = members;
  const { extname = '', extver = 1, column = '' } = first?.values ?? {};
  const name = `column ${column} of ${extname},${extver}`;
  if (!array) {
    return `The coordinates of axis ${(first?.axis ?? 0) + 1} are in ${name}, which is not there.`;
  }
  const sorted = [...members].sort((a, b) => a.number - b.number);
  const size = sorted.length;
  // A vector stands for an array whose first axis, the coordinates of one point, is left out.
  const shape = array.axes.length === 1 && size === 1 ? [1, ...array.axes] : array.axes;
  const lengths = shape.slice(1);
  const points = lengths.reduce((product, length) => product * length, 1);
  if (
    shape[0] !== size ||
    lengths.length !== size ||
    size > MOST_TABLE_AXES ||
    sorted.some(({ number }, k) => number !== k + 1) ||
    points * size > array.values.length ||
    points === 0
  ) {
    return `The array in ${name} does not fit the ${size} axes that refer to it.`;
  }
  const indices: (Float64Array | undefined)[] = [];
  for (const [k, { index }] of sorted.entries()) {
    const vector = index && tables.get(needKey(index))?.values;
    if (index && vector?.length !== lengths[k]) {
      return `The index vector ${index.column ?? ''} of ${extname},${extver} does not fit its array.`;
    }
    indices.push(vector && Float64Array.from(vector));
  }
  const axes = sorted.map(({ axis }) => axis);
  const values = Float64Array.from(array.values);
  return { axes, table: new Tabular({ axes, lengths, values, indices }) };
}
