import type { FieldText, FilledForm } from '../../src/protocol/search';
import type { KeptTable } from '../table/kept';
import { parseKeptTable } from '../table/kept';
import type { KeptPanes } from './panes';

/** What is kept of the panel while its page, or the editor, is away. */
export interface KeptSearch {
  /** The search on show, for whoever brings the panel back; undefined for one that is not kept. */
  readonly id: string | undefined;
  readonly form: FilledForm | undefined;
  readonly table: KeptTable | undefined;
  readonly panes: KeptPanes;
}

const LONGEST_TEXT = 20_000;
const MOST_FIELDS = 500;
const MOST_VALUES = 5_000;
const LONGEST = 4_000;

/** The state of an earlier page; what makes no sense is left out. */
export function parseKept(value: unknown): KeptSearch {
  const { id, form, table, panes } = isRecord(value) ? value : {};
  return {
    id: text(id),
    form: parseForm(form),
    table: parseKeptTable(table),
    panes: parsePanes(isRecord(panes) ? panes : {}),
  };
}

function parsePanes(value: Record<string, unknown>): KeptPanes {
  return {
    formWidth: length(value['formWidth']),
    skyWidth: length(value['skyWidth']),
    productsHeight: length(value['productsHeight']),
    formHidden: value['formHidden'] === true,
  };
}

function parseForm(value: unknown): FilledForm | undefined {
  if (!isRecord(value)) {
    return undefined;
  }
  const service = text(value['service']);
  const fields = isRecord(value['fields']) ? Object.entries(value['fields']) : [];
  if (service === undefined || fields.length > MOST_FIELDS) {
    return undefined;
  }
  return {
    service,
    place: text(value['place']) ?? '',
    radius: text(value['radius']) ?? '',
    fields: Object.fromEntries(
      fields.flatMap(([name, given]): [string, FieldText][] => {
        const parsed = parseField(given);
        return parsed === undefined ? [] : [[name, parsed]];
      }),
    ),
  };
}

function parseField(value: unknown): FieldText | undefined {
  const { values, range } = isRecord(value) ? value : {};
  if (Array.isArray(values) && values.length <= MOST_VALUES) {
    return { values: values.flatMap((one) => text(one) ?? []) };
  }
  const [from, to]: unknown[] = Array.isArray(range) ? range : [];
  const ends = [text(from), text(to)];
  return Array.isArray(range) ? { range: [ends[0] ?? '', ends[1] ?? ''] } : undefined;
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' && value.length <= LONGEST_TEXT ? value : undefined;
}

function length(value: unknown): number | undefined {
  return typeof value === 'number' && value > 0 && value <= LONGEST ? value : undefined;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
