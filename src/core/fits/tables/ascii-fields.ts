import type { Column } from '../../table/table';
import type { Header } from '../header';
import { parseAsciiForm } from './ascii-form';
import { fieldCount, scalingOf, textOf, wordsOf } from './column-cards';
import { unreadableField, type Field, type Fields } from './field';

/**
 * The columns of an ASCII table (FITS 4.0, section 7.2) of rows of `rowLength` characters. They may leave
 * gaps, overlap and come in any order.
 */
export function asciiFields(header: Header, rowLength: number): Fields {
  const { count, warning } = fieldCount(header);
  const warnings = warning === undefined ? [] : [warning];
  const fields = Array.from({ length: count }, (_, i) =>
    fieldOf(header, i + 1, rowLength, warnings),
  );
  return { fields, warnings };
}

function fieldOf(header: Header, n: number, rowLength: number, warnings: string[]): Field {
  const format = textOf(header, `TFORM${n}`);
  const given = { ...wordsOf(header, n), format: format ?? '' };
  const scaling = scalingOf(header, `TSCAL${n}`, `TZERO${n}`);
  const blank = textOf(header, `TNULL${n}`);
  const form = parseAsciiForm(format ?? '', scaling.scale, scaling.zero, blank);
  if (form === undefined) {
    const problem = format === undefined ? `There is no TFORM${n}.` : `TFORM${n} is "${format}".`;
    return unreadableField(n - 1, given, problem);
  }
  const begin = header.value(`TBCOL${n}`);
  if (typeof begin !== 'number' || !Number.isSafeInteger(begin) || begin < 1) {
    const written = header.get(`TBCOL${n}`)?.text;
    const problem = written === undefined ? `There is no TBCOL${n}.` : `TBCOL${n} is ${written}.`;
    return unreadableField(n - 1, given, problem);
  }
  const offset = begin - 1;
  if (offset + form.width > rowLength) {
    const problem = `It would reach to column ${offset + form.width} of rows that have ${rowLength} (NAXIS1).`;
    return unreadableField(n - 1, given, problem);
  }
  warnings.push(...scaling.warnings);
  const rules = [
    ...(form.blank === undefined ? [] : [`"${form.blank}"`]),
    ...(form.letter === 'A' ? [] : ['a blank field']),
  ];
  const column: Column = {
    ...given,
    ...{ index: n - 1, type: form.type, shape: [], variable: false, problem: undefined },
    nullRule: rules.length === 0 ? undefined : rules.join(' or '),
  };
  return { column, offset, width: form.width, cell: { kind: 'ascii', form } };
}
