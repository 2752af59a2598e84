import type { FilterValue, ProductFilters } from '../archives/mast/product-filters';
import { SkybucketError } from '../errors';
import { chosenProducts } from './product-choice';

/** The words of a filter as people write it, and the column each stands for. */
const WORDS: Readonly<Record<string, string>> = {
  type: 'productType',
  group: 'productSubGroupDescription',
  level: 'calib_level',
  size: 'size',
  name: 'productFilename',
  description: 'description',
  rights: 'dataRights',
};

const HINT = 'Write type=SCIENCE; group=RATE, !CAL; level=2..3; size>=1000000; extension=.fits.';

/** A filter as people write it: `recommended; extension=.fits; type=SCIENCE; level=2..3`. */
export function filterText({ recommendedOnly, extension, columns = {} }: ProductFilters): string {
  const clauses = recommendedOnly === true ? ['recommended'] : [];
  const ends = typeof extension === 'string' ? [extension] : (extension ?? []);
  if (ends.length > 0) {
    clauses.push(`extension=${ends.map(quoted).join(', ')}`);
  }
  for (const [column, wanted] of Object.entries(columns)) {
    const values = typeof wanted === 'string' || typeof wanted === 'number' ? [wanted] : wanted;
    const word = Object.keys(WORDS).find((one) => WORDS[one] === column) ?? column;
    clauses.push(`${word}=${values.map(quoted).join(', ')}`);
  }
  return clauses.join('; ');
}

/**
 * Reads a filter: clauses between semicolons, each a word, `=` and values between commas, of which any may be; a
 * value after `!` is left out; numbers take `2..3`, `>=2`, `<2`. What has commas or semicolons stands in quotes.
 *
 * @throws SkybucketError `format` for what is none, with what can be written.
 */
export function readFilterText(text: string): ProductFilters {
  const columns: Record<string, readonly FilterValue[]> = {};
  let recommendedOnly = false;
  let extension: readonly string[] | undefined;
  for (const clause of split(text, ';')) {
    if (/^recommended$/i.test(clause)) {
      recommendedOnly = true;
      continue;
    }
    const [, word = '', sign, rest = ''] = /^([a-z_]+)\s*(=|[<>]=?)\s*(.+)$/is.exec(clause) ?? [];
    const values = split(sign === '=' ? rest : `${sign ?? ''}${rest}`, ',').map(unquoted);
    const lower = word.toLowerCase();
    if (values.length === 0 || (lower !== 'extension' && !Object.hasOwn(WORDS, lower))) {
      throw new SkybucketError('format', `“${clause.slice(0, 60)}” is no filter of files.`, {
        hint: HINT,
      });
    }
    if (lower === 'extension') {
      extension = values;
    } else {
      columns[WORDS[lower] as string] = values;
    }
  }
  const filters = {
    ...(recommendedOnly ? { recommendedOnly } : {}),
    ...(extension === undefined ? {} : { extension }),
    ...(Object.keys(columns).length === 0 ? {} : { columns }),
  };
  // Numbers that are none are found out while it is typed, not when files are listed.
  chosenProducts([], filters);
  return filters;
}

/** The parts between separators outside quotes, without blanks around them and without empty ones. */
function split(text: string, separator: ';' | ','): string[] {
  const part = separator === ';' ? /(?:"[^"]*"|[^";]|")+/g : /(?:"[^"]*"|[^",]|")+/g;
  return (text.match(part) ?? []).map((one) => one.trim()).filter((one) => one !== '');
}

function quoted(value: FilterValue): string {
  const text = String(value);
  return /[;,]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '')}"` : text;
}

function unquoted(value: string): string {
  return /^!?"[^"]*"$/.test(value) ? value.replaceAll('"', '') : value;
}
