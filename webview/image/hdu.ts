import type { HduLine } from '../../src/protocol/methods';
import { formatCount } from '../../src/protocol/figures';

/** What people call an HDU: its name, with the version where that is not 1, else its type. */
export function hduName({ name, version, type }: HduLine): string {
  const base = name === '' ? type : name;
  return version === 1 ? base : `${base},${version}`;
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
