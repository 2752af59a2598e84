import { SkybucketError } from '../../errors';
import type { Column } from '../../table/table';
import type { Hdu } from '../hdu';
import { codingOf } from './coding';
import { scalingOf, textOf } from './column-cards';
import type { Field, Fields } from './field';
import { product } from './tdim';
import { ELEMENT_BYTES, type Letter } from './tform';

const LETTERS: ReadonlyMap<unknown, Letter> = new Map([
  ...([
    [8, 'B'],
    [16, 'I'],
    [32, 'J'],
    [64, 'K'],
    [-32, 'E'],
    [-64, 'D'],
  ] as const),
]);
/** More parameters than PTYPEn can be numbered for. */
const MOST_PARAMETERS = 999;

/**
 * Random groups as a table (FITS 4.0, section 6): one row a group, a column for each parameter, scaled by
 * PSCALn and PZEROn, and one of the array. Parameters that share a PTYPEn are given one by one; their sum
 * is the value that is meant.
 */
export function groupFields({ header, axes, index }: Hdu): {
  readonly fields: Fields;
  readonly rowLength: number;
  readonly rows: number;
} {
  const letter = LETTERS.get(header.value('BITPIX'));
  if (letter === undefined) {
    throw new SkybucketError('format', `The random groups in HDU ${index} have no valid BITPIX.`);
  }
  const size = ELEMENT_BYTES[letter];
  const parameters = header.integer('PCOUNT') ?? 0;
  const warnings: string[] = [];
  if (parameters > MOST_PARAMETERS) {
    warnings.push(`PCOUNT is ${parameters}; the first ${MOST_PARAMETERS} parameters are shown.`);
  }
  const shape = axes.slice(1).reverse();
  const fields: Field[] = [];
  const add = (n: number, words: Words, keys: readonly [string, string], blank?: bigint): void => {
    const scaling = scalingOf(header, ...keys);
    warnings.push(...scaling.warnings);
    const coding = codingOf(letter, scaling.scale, scaling.zero, blank);
    const count = product(words.shape);
    const column: Column = {
      ...words,
      ...{ index: fields.length, type: coding.type, variable: false, display: undefined },
      ...{ format: `${count === 1 ? '' : count}${letter}`, problem: undefined },
      nullRule: coding.blank === undefined ? undefined : `${coding.blank} as it is stored`,
    };
    const width = count * size;
    fields.push({ column, offset: n * size, width, cell: { kind: 'fixed', coding, count } });
  };
  for (let n = 1; n <= Math.min(parameters, MOST_PARAMETERS); n += 1) {
    const name = textOf(header, `PTYPE${n}`) ?? '';
    const description = header.get(`PTYPE${n}`)?.comment || undefined;
    const words = { name, unit: textOf(header, `PUNIT${n}`), description, shape: [] };
    add(n - 1, words, [`PSCAL${n}`, `PZERO${n}`]);
  }
  const blank = header.value('BLANK');
  const whole = typeof blank === 'bigint' || Number.isSafeInteger(blank);
  const words = { name: 'DATA', unit: textOf(header, 'BUNIT'), description: undefined, shape };
  const stored = whole ? BigInt(blank as bigint | number) : undefined;
  if (axes.length > 1) {
    add(parameters, words, ['BSCALE', 'BZERO'], stored);
  }
  return {
    fields: { fields, warnings },
    rowLength: size * (parameters + (axes.length > 1 ? product(shape) : 0)),
    rows: header.integer('GCOUNT') ?? 1,
  };
}

type Words = Pick<Column, 'name' | 'unit' | 'description' | 'shape'>;
