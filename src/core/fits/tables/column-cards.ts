import type { Column } from '../../table/table';
import type { Header } from '../header';

/** More columns than keywords can be numbered for (FITS 4.0, section 7.2.1). */
const MOST_FIELDS = 999;
/** Keywords that only a column has. */
const DESCRIBES = /^T(?:TYPE|FORM)([1-9]\d{0,2})$/;
/** What writers put beside TTYPEn without saying anything. */
const BOILERPLATE =
  /^(?:(?:label|name|title)\b.*\b(?:field|column)\b.*|(?:field|column) (?:name|label|title)|(?:label|name))$/i;

/** The words that go with a column: those of its cards that do not say how it is stored. */
export type ColumnWords = Pick<Column, 'name' | 'unit' | 'description' | 'display'>;

/**
 * How many columns the header describes: TFIELDS of them, but no more than it has TTYPEn or TFORMn for.
 * Hostile headers claim millions.
 */
export function fieldCount(header: Header): { readonly count: number; readonly warning?: string } {
  let described = 0;
  for (const { keyword } of header.cards) {
    described = Math.max(described, Number(DESCRIBES.exec(keyword)?.[1] ?? 0));
  }
  const claimed = header.value('TFIELDS');
  if (typeof claimed !== 'number' || !Number.isInteger(claimed) || claimed < 0) {
    const count = Math.min(described, MOST_FIELDS);
    return { count, warning: `TFIELDS is no number of columns; there are cards for ${count}.` };
  }
  if (claimed > described) {
    const warning = `TFIELDS is ${claimed}, but there are cards for ${described} columns only.`;
    return { count: described, warning };
  }
  return { count: claimed };
}

/** TTYPEn, TUNITn, TDISPn and what the header says of the column in words. */
export function wordsOf(header: Header, n: number): ColumnWords {
  return {
    name: textOf(header, `TTYPE${n}`) ?? '',
    unit: textOf(header, `TUNIT${n}`),
    description: descriptionOf(header, n),
    display: textOf(header, `TDISP${n}`),
  };
}

/** TSCALn and TZEROn; a value that is no finite number scales nothing and is worth a warning. */
export function scalingOf(
  header: Header,
  scaleKeyword: string,
  zeroKeyword: string,
): { readonly scale: number; readonly zero: number; readonly warnings: readonly string[] } {
  const warnings: string[] = [];
  const number = (keyword: string, usual: number): number => {
    const value = header.value(keyword);
    const found = typeof value === 'bigint' ? Number(value) : (value ?? usual);
    if (typeof found === 'number' && Number.isFinite(found)) {
      return found;
    }
    warnings.push(`${keyword} is no number; the values are not scaled by it.`);
    return usual;
  };
  const scale = number(scaleKeyword, 1);
  return { scale, zero: number(zeroKeyword, 0), warnings };
}

/** TCOMMn, else the comment of TTYPEn where it says more than the name; with the UCD where there is one. */
function descriptionOf(header: Header, n: number): string | undefined {
  const comment =
    header
      .get(`TTYPE${n}`)
      ?.comment.replace(/^column title: */i, '')
      .trim() ?? '';
  const name = textOf(header, `TTYPE${n}`) ?? '';
  const saysMore = comment.toLowerCase() !== name.toLowerCase() && !BOILERPLATE.test(comment);
  const words =
    textOf(header, `TCOMM${n}`) ?? textOf(header, `TDESC${n}`) ?? (saysMore ? comment : '');
  const ucd = textOf(header, `TUCD${n}`);
  const all = [words, ucd === undefined ? '' : `UCD ${ucd}`].filter((part) => part !== '');
  return all.length === 0 ? undefined : all.join(' · ');
}

/** The value of a card as it is written; undefined where it is missing or blank. */
export function textOf(header: Header, keyword: string): string | undefined {
  const card = header.get(keyword);
  return card?.value === undefined ? undefined : card.text.trim() || undefined;
}
