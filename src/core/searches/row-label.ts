import { MISSION_DATASETS } from '../archives/mast/mission-columns';
import { type MastObservation, observationsAt } from '../archives/mast/observations';
import { imagesOf, isDataLink, type SiaImage } from '../archives/sia/images';
import type { Table } from '../table/table';
import type { VoTable } from '../votable/document';
import { type RecordValue, rowsOf, type TableRecord } from '../votable/records';
import type { SearchRequest } from './saved-search';
import { someRows } from './some-rows';

/** What a row is called where it is one of a list. */
export interface RowLabel {
  /** Position in the table, from 0. */
  readonly row: number;
  readonly label: string;
  /** More of it, short; may be empty. */
  readonly detail: string;
  /** Its files: itself one, a list that has to be asked for, or none. */
  readonly files: 'one' | 'many' | 'none';
  /** True where only its owners may read its files so far. */
  readonly restricted: boolean;
  /** Name and value, for those who look closer. */
  readonly facts: readonly (readonly [name: string, value: string])[];
}

const SEPARATOR = ' · ';
/** Cells that tell rows of any table apart. */
const MOST_CELLS = 4;
const MOST_FACTS = 16;

/** What the rows `[from, to)` of a search are called. */
export async function labelRows(
  request: SearchRequest,
  table: Table,
  from: number,
  to: number,
  options: { readonly signal?: AbortSignal | undefined } = {},
): Promise<readonly RowLabel[]> {
  const rows = Array.from({ length: Math.max(0, to - from) }, (_, i) => from + i);
  if (rows.length === 0) {
    return [];
  }
  if (request.kind === 'mast') {
    const observations = await observationsAt(table, rows, options);
    return observations.map((observation, i) => observationLabel(from + i, observation));
  }
  const some = await someRows(table, rows, options);
  if (isImageTable(some)) {
    const labels: RowLabel[] = [];
    for await (const image of imagesOf(some, options)) {
      labels.push(imageLabel(from + image.row, image));
    }
    return labels;
  }
  const first = request.kind === 'mission' ? MISSION_DATASETS[request.criteria.mission] : undefined;
  const labels: RowLabel[] = [];
  for await (const record of rowsOf(some, options)) {
    const files = request.kind === 'mission' && first !== undefined ? 'many' : 'none';
    labels.push(recordLabel(from + labels.length, record, first, files));
  }
  return labels;
}

/** True for a table whose rows say where a file is, as ObsCore has it. */
export function isImageTable(table: Table): table is VoTable {
  return (
    'fields' in table &&
    table.columns.some(
      ({ name }, index) =>
        name.toLowerCase() === 'access_url' ||
        /(?:^|:)Access\.Reference$/i.test((table as VoTable).fields[index]?.utype ?? ''),
    )
  );
}

function observationLabel(row: number, observation: MastObservation): RowLabel {
  const { id, obsid, collection, instrument, filters, target, title, proposal } = observation;
  const exposure =
    observation.exposure === undefined ? '' : `${Number(observation.exposure.toPrecision(4))} s`;
  const { rights } = observation;
  return {
    row,
    label: id || obsid || `Row ${row + 1}`,
    detail: [instrument || collection, filters, target, exposure].filter(Boolean).join(SEPARATOR),
    files: 'many',
    restricted: rights !== '' && rights !== 'PUBLIC',
    facts: facts([
      ['Title', title],
      ['Mission', collection],
      ['Instrument', instrument],
      ['Filters', filters],
      ['Target', target],
      ['Proposal', proposal],
      ['Product type', observation.productType],
      ['Calibration level', observation.calibration],
      ['Exposure', exposure],
      ['Rights', rights],
      ['obsid', obsid],
    ]),
  };
}

function imageLabel(row: number, image: SiaImage): RowLabel {
  const { title, observation, address, collection, facility, instrument, band, target } = image;
  const name = fileName(address);
  return {
    row,
    label: name ?? title ?? observation ?? `Row ${row + 1}`,
    detail: [instrument ?? facility, band, target, image.productSubtype]
      .filter(Boolean)
      .join(SEPARATOR),
    files: isDataLink(image) ? 'many' : 'one',
    restricted: false,
    facts: facts([
      ['Title', title],
      ['Observation', observation],
      ['Collection', collection],
      ['Facility', facility],
      ['Instrument', instrument],
      ['Band', band],
      ['Target', target],
      ['Product type', [image.productType, image.productSubtype].filter(Boolean).join(', ')],
      ['Calibration level', image.calibration],
      ['Format', image.format],
    ]),
  };
}

function recordLabel(
  row: number,
  record: TableRecord,
  first: string | undefined,
  files: RowLabel['files'],
): RowLabel {
  const cells = Object.entries(record).flatMap(([name, value]): [string, string][] =>
    isShort(value) ? [[name, String(value)]] : [],
  );
  const named = cells.find(([name]) => name === first);
  const others = cells.filter((cell) => cell !== named);
  const label = named?.[1] ?? others.shift()?.[1] ?? `Row ${row + 1}`;
  return {
    ...{ row, label, files, restricted: false },
    detail: others
      .slice(0, MOST_CELLS - 1)
      .map(([, value]) => value)
      .join(SEPARATOR),
    facts: cells.slice(0, MOST_FACTS),
  };
}

function isShort(value: RecordValue): boolean {
  const text = String(value ?? '').trim();
  return text !== '' && text.length <= 80;
}

function facts(
  pairs: readonly (readonly [string, string | number | undefined])[],
): readonly (readonly [string, string])[] {
  return pairs.flatMap(([name, value]): [string, string][] =>
    value === undefined || value === '' ? [] : [[name, String(value)]],
  );
}

/** The last part of the path, where it is the name of a file. */
export function fileName(address: string | undefined): string | undefined {
  const path = /^[a-z][a-z0-9+.-]*:\/\/[^/?#]*\/([^?#]*)/i.exec(address ?? '')?.[1];
  const last = path?.split('/').at(-1) ?? '';
  if (!/\.[a-z]\w*$/i.test(last)) {
    return undefined;
  }
  try {
    return decodeURIComponent(last);
  } catch {
    return last;
  }
}
