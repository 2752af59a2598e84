import type { HduLine } from '../../src/protocol/methods';
import { EMBEDDED_ARRAYS } from '../../src/protocol/methods';
import { formatCount } from '../../src/protocol/figures';

/** What people call an HDU: its name, with the version where that is not 1, else its type. */
export function hduName({ name, version, type }: HduLine): string {
  const base = name === '' ? type : name;
  return version === 1 ? base : `${base},${version}`;
}

/** Whether a line is of a file without HDUs: the tree or an array of ASDF, the document or a table of VOTable, of Parquet. */
export function isPart({ type }: Pick<HduLine, 'type'>): boolean {
  return type === 'tree' || type === 'ndarray' || type === 'PARQUET' || isOfVoTable({ type });
}

export function isOfVoTable({ type }: Pick<HduLine, 'type'>): boolean {
  return type === 'VOTABLE' || type === 'TABLE';
}

/** The line of the HDU list that an array inside of an HDU belongs to; any other line is its own. */
export function containerOf(index: number): number {
  return index < EMBEDDED_ARRAYS ? index : Math.floor(index / EMBEDDED_ARRAYS) - 1;
}

/** Names for where room is scarce: of the path of an array the last key, where no other ends in it. */
export function shortNames(lines: readonly HduLine[]): string[] {
  const keys = lines.map(({ name }) => name.slice(name.lastIndexOf('/') + 1));
  const met = new Map<string, number>();
  for (const key of keys) {
    met.set(key, (met.get(key) ?? 0) + 1);
  }
  return lines.map((line, at) => {
    const key = keys[at] ?? '';
    return line.type === 'ndarray' && met.get(key) === 1 ? key : hduName(line);
  });
}

/** Why an HDU shows no picture, as a title and a sentence. */
export function absence(line: HduLine): { title: string; text: string } | undefined {
  if (line.picture === 'yes') {
    return undefined;
  }
  if (line.picture === 'empty' && line.storage !== undefined) {
    return {
      title: `${hduName(line)} has no elements`,
      text: `It is an array of the shape ${line.dimensions}.`,
    };
  }
  if (line.picture === 'empty') {
    return {
      title: `${hduName(line)} has no data`,
      text: `It holds a header of ${formatCount(line.cards)} cards and no pixels.`,
    };
  }
  const broken = line.type === 'CorruptedHDU';
  return {
    title: broken
      ? `${hduName(line)} cannot be read`
      : `${hduName(line)} is not shown as a picture`,
    text: asSentence(line.picture.reason),
  };
}

/** `it is a table` as people write it: `It is a table.` */
function asSentence(reason: string): string {
  return `${reason.charAt(0).toUpperCase()}${reason.slice(1)}${reason.endsWith('.') ? '' : '.'}`;
}

/** The HDU that `[` (direction −1) or `]` (1) leads to from one; it stays at the ends. */
export function neighbour(
  lines: readonly HduLine[],
  index: number,
  direction: 1 | -1,
): number | undefined {
  const at = lines.findIndex((line) => line.index === index);
  return lines[at + direction]?.index;
}
