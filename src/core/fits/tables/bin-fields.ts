import type { Column } from '../../table/table';
import type { Header } from '../header';
import { codingOf, type Coding } from './coding';
import { fieldCount, scalingOf, textOf, wordsOf } from './column-cards';
import { unreadableField, type Cell, type Field, type Fields } from './field';
import { parseTdim, product } from './tdim';
import { parseTform, type Tform } from './tform';

/** What all columns of a binary table have in common. */
export interface BinTableLayout {
  /** NAXIS1. */
  readonly rowLength: number;
  /** Why no array in the heap can be read; undefined where they can. */
  readonly heapProblem: string | undefined;
}

/**
 * The columns of a binary table (FITS 4.0, section 7.3). Those that cannot be read are listed with their
 * problem; where one has no readable TFORMn, nobody knows where those after it begin.
 */
export function binFields(header: Header, layout: BinTableLayout): Fields {
  const { count, warning } = fieldCount(header);
  const warnings = warning === undefined ? [] : [warning];
  const fields: Field[] = [];
  let offset = 0;
  let lost: string | undefined;
  for (let n = 1; n <= count; n += 1) {
    const text = textOf(header, `TFORM${n}`);
    const form = text === undefined ? undefined : parseTform(text);
    const words = { ...wordsOf(header, n), format: text ?? '' };
    if (form === undefined || lost !== undefined) {
      const own = text === undefined ? `There is no TFORM${n}.` : `TFORM${n} is "${text}".`;
      const problem = form === undefined ? own : `Nobody knows where it begins: ${lost}`;
      fields.push(unreadableField(n - 1, words, problem));
      lost ??= own;
      continue;
    }
    const end = offset + form.width;
    if (end > layout.rowLength) {
      const problem = `It would reach to byte ${end} of rows that have ${layout.rowLength} (NAXIS1).`;
      fields.push(unreadableField(n - 1, words, problem));
    } else {
      fields.push(fieldOf(header, n, form, offset, layout, words, warnings));
    }
    offset = end;
  }
  if (lost === undefined && offset < layout.rowLength) {
    warnings.push(
      `The columns take ${offset} of the ${layout.rowLength} bytes of a row; the rest is not shown.`,
    );
  }
  return { fields, warnings };
}

function fieldOf(
  header: Header,
  n: number,
  form: Tform,
  offset: number,
  layout: BinTableLayout,
  words: Pick<Column, 'name' | 'unit' | 'description' | 'display' | 'format'>,
  warnings: string[],
): Field {
  const dimensions = textOf(header, `TDIM${n}`);
  const format = dimensions === undefined ? words.format : `${words.format} ${dimensions}`;
  const given = { ...words, format };
  if (form.descriptor !== undefined) {
    const problem =
      form.repeat > 1 ? 'A cell can hold one array descriptor, not several.' : undefined;
    const why = problem ?? layout.heapProblem;
    if (why !== undefined) {
      return unreadableField(n - 1, given, why);
    }
  }
  const { shape, stringLength, warning } = shapeOf(form, dimensions, n);
  const scaling = scalingOf(header, `TSCAL${n}`, `TZERO${n}`);
  warnings.push(...scaling.warnings, ...(warning === undefined ? [] : [warning]));
  const blank = blankOf(header, n);
  const coding = codingOf(form.letter, scaling.scale, scaling.zero, blank, stringLength);
  const variable = form.descriptor !== undefined && form.letter !== 'A';
  const column: Column = {
    ...given,
    ...{ index: n - 1, type: coding.type, shape, variable },
    nullRule: nullRuleOf(coding),
    problem: undefined,
  };
  return { column, offset, width: form.width, cell: cellOf(form, coding, shape) };
}

function cellOf(form: Tform, coding: Coding, shape: readonly number[]): Cell {
  if (form.descriptor === undefined) {
    return { kind: 'fixed', coding, count: product(shape) };
  }
  if (form.repeat === 0) {
    // No descriptor, so no elements; a text without characters is a text.
    return { kind: 'fixed', coding: { ...coding, size: 0 }, count: form.letter === 'A' ? 1 : 0 };
  }
  const { descriptor, longest } = form;
  return { kind: 'heap', coding, descriptor, longest };
}

/** The shape of a cell, slowest axis first, and the length of its strings. */
function shapeOf(
  form: Tform,
  dimensions: string | undefined,
  n: number,
): { readonly shape: number[]; readonly stringLength: number; readonly warning?: string } {
  const { repeat, letter } = form;
  if (form.descriptor !== undefined) {
    return { shape: form.repeat === 0 && letter !== 'A' ? [0] : [], stringLength: 1 };
  }
  const dims = dimensions === undefined ? undefined : parseTdim(dimensions);
  // As astropy has it, dimensions may leave elements over, but not ask for more than there are.
  const fits = dims !== undefined && product(dims) <= repeat;
  const plain = plainShape(form);
  if (fits && letter === 'A') {
    const stringLength = dims.at(-1) ?? repeat;
    return { shape: dims.slice(0, -1), stringLength };
  }
  if (fits) {
    return { ...plain, shape: dims };
  }
  if (dimensions === undefined) {
    return plain;
  }
  const warning = `TDIM${n} is "${dimensions}", which does not fit the ${repeat} elements of TFORM${n}.`;
  return { ...plain, warning };
}

function plainShape({ repeat, letter, stringLength }: Tform): {
  readonly shape: number[];
  readonly stringLength: number;
} {
  if (letter !== 'A') {
    return { shape: repeat === 1 ? [] : [repeat], stringLength: 1 };
  }
  return stringLength === undefined
    ? { shape: [], stringLength: repeat }
    : { shape: [Math.floor(repeat / stringLength)], stringLength };
}

function blankOf(header: Header, n: number): bigint | undefined {
  const value = header.value(`TNULL${n}`);
  return typeof value === 'bigint' || (typeof value === 'number' && Number.isSafeInteger(value))
    ? BigInt(value)
    : undefined;
}

function nullRuleOf({ letter, blank, type, scale, zero }: Coding): string | undefined {
  if (letter === 'L') {
    return 'a byte that is neither T nor F';
  }
  if (blank === undefined) {
    return undefined;
  }
  const stored = type !== codingOf(letter).type || scale !== 1 || zero !== 0;
  return stored ? `${blank} as it is stored` : String(blank);
}
