import type { Card } from '../fits/card';
import type { Header } from '../fits/header';
import { recordValue } from '../fits/record-valued';
import { alternatesOf } from '../sky/fits/keywords';
import { recordFields } from '../sky/fits/record-distortion';
import { newCard, realText, type NewValue } from './write-card';

/** New values of cards by their keyword, and cards that the header lacks. */
export interface HeaderEdits {
  readonly changed: ReadonlyMap<string, NewValue>;
  /** New text of record-valued cards (`DP1 = 'OFFSET.1: 4'`) by keyword and field. */
  readonly records: ReadonlyMap<string, number>;
  readonly added: readonly Card[];
}

/**
 * What changes of the coordinates of a header when the image begins at another pixel: CRPIX of all
 * descriptions, LTV of IRAF's physical coordinates, CNPIX of a DSS plate, and what distortions say in pixels.
 *
 * @param shifts pixels that are cut off along each axis, the first axis first; negative where some are added.
 */
export function shiftedWcs(header: Header, shifts: readonly number[]): HeaderEdits {
  const changed = new Map<string, NewValue>();
  const added: Card[] = [];
  const set = (keyword: string, value: number, comment: string): void => {
    if (header.has(keyword)) {
      changed.set(keyword, { real: value });
    } else {
      added.push(newCard(keyword, { real: value }, comment));
    }
  };
  for (const [i, shift] of shifts.entries()) {
    if (shift === 0) {
      continue;
    }
    const axis = i + 1;
    for (const letter of alternatesOf(header)) {
      const keyword = `CRPIX${axis}${letter.trim()}`;
      const old = numberAt(header, keyword, 0);
      if (old !== undefined) {
        set(keyword, old - shift, `Reference pixel of axis ${axis}`);
      }
    }
    const physical = numberAt(header, `LTV${axis}`, 0);
    const scaled = header.has(`LTM${axis}_${axis}`) || header.has(`LTV${axis}`);
    if (scaled && physical !== undefined) {
      set(`LTV${axis}`, physical - shift, 'Origin of physical coordinates');
    }
    const corner = numberAt(header, `CNPIX${axis}`, undefined);
    if (corner !== undefined) {
      changed.set(
        `CNPIX${axis}`,
        Number.isInteger(corner) ? corner + shift : { real: corner + shift },
      );
    }
  }
  const { records, cards } = shiftedPolynomials(header, shifts);
  return { changed, records, added: [...added, ...cards] };
}

/** The card with its new value, if it has one. */
export function edited(card: Card, { changed, records }: HeaderEdits): Card {
  const record = recordValue(card);
  const field = record && records.get(record.keyword);
  if (record !== undefined && field !== undefined) {
    const name = record.keyword.slice(card.keyword.length + 1);
    return newCard(card.keyword, `${name}: ${realText(field)}`, card.comment);
  }
  const value = card.kind === 'value' ? changed.get(card.keyword.toUpperCase()) : undefined;
  return value === undefined ? card : newCard(card.keyword.toUpperCase(), value, card.comment);
}

/** Polynomials before the matrix (CPDISj TPD and TPV) are of pixel coordinates less an offset. */
function shiftedPolynomials(
  header: Header,
  shifts: readonly number[],
): { records: Map<string, number>; cards: Card[] } {
  const records = new Map<string, number>();
  const cards: Card[] = [];
  const fieldsOf = recordFields(header);
  for (const { keyword, value } of header.cards) {
    const match = /^CPDIS(\d+)([A-Z]?)$/.exec(keyword);
    const kind = typeof value === 'string' ? value.trim().toUpperCase() : '';
    if (match === null || (kind !== 'TPD' && kind !== 'TPV')) {
      continue;
    }
    const axis = Number(match[1]);
    const record = `DP${match[1]}${match[2]}`;
    const fields = fieldsOf.get(record) ?? new Map<string, number>();
    const set = (field: string, to: number): void => {
      if (fields.has(field)) {
        records.set(`${record}.${field}`, to);
      } else {
        cards.push(newCard(record, `${field}: ${realText(to)}`));
      }
    };
    const own = fields.get('AXIS.1') ?? axis;
    const other = fields.get('AXIS.2') ?? (own === 1 ? 2 : 1);
    const axes = (fields.get('NAXES') ?? 2) === 1 ? [own] : [own, other];
    for (const [k, of] of axes.entries()) {
      const shift = shifts[of - 1] ?? 0;
      if (shift !== 0) {
        set(`OFFSET.${k + 1}`, (fields.get(`OFFSET.${k + 1}`) ?? 0) - shift);
      }
    }
    const shift = shifts[axis - 1] ?? 0;
    if (shift !== 0 && (kind === 'TPV' || fields.get('DOCORR') === 0)) {
      // It gives the position itself, not what is to be added to it.
      const constant = kind === 'TPV' ? 'TPV.0' : 'TPD.FWD.0';
      set(constant, (fields.get(constant) ?? 0) - shift);
    }
  }
  return { records, cards };
}

function numberAt<T>(header: Header, keyword: string, otherwise: T): number | T | undefined {
  if (!header.has(keyword)) {
    return otherwise;
  }
  const value = header.value(keyword);
  return typeof value === 'number' && Number.isFinite(value) ? value : undefined;
}
