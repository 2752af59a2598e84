import type { FileNumber } from './ds9-numbers';
import type { FileShape } from './ds9-parse';

/** The numbers of a shape by what they mean, before any is turned into pixels. */
export interface Draft {
  readonly file: FileShape;
  readonly places: readonly (readonly [FileNumber, FileNumber])[];
  readonly lengths: readonly FileNumber[];
  readonly angle: FileNumber | undefined;
}

const NO_ANGLE: FileNumber = { value: 0, unit: undefined, style: 'plain' };

/** More rings than anybody draws. */
const MOST_RINGS = 1000;

/** What the numbers of a shape mean, or one sentence on why they mean nothing. */
export function draftOf(file: FileShape): Draft | string {
  const { name, numbers, rings } = file;
  const count = numbers.length;
  if (rings !== undefined && name !== 'annulus') {
    return severalRings(name);
  }
  switch (name) {
    case 'circle':
      return count === 3 ? around(file, 1) : wrongCount(file, '3');
    case 'ellipse':
    case 'box':
      if (count > 5) {
        return severalRings(name);
      }
      return count < 4 ? wrongCount(file, '4 or 5') : around(file, 2, numbers[4] ?? NO_ANGLE);
    case 'annulus':
      if (count < 4 || (rings !== undefined && count !== 4)) {
        return wrongCount(file, '4 or more');
      }
      return Math.max(count - 2, rings ?? 0) > MOST_RINGS
        ? `An annulus can have ${MOST_RINGS} rings at most.`
        : around(file, count - 2);
    case 'vector':
      return count === 4 ? around(file, 1, numbers[3]) : wrongCount(file, '4');
    case 'point':
      return count === 2 ? around(file, 0) : wrongCount(file, '2');
    case 'text':
      return count === 2 || count === 3 ? around(file, 0) : wrongCount(file, '2');
    case 'line':
      return count === 4 ? corners(file) : wrongCount(file, '4');
    case 'segment':
      return count >= 4 && count % 2 === 0 ? corners(file) : wrongCount(file, 'pairs of');
    default:
      return count >= 6 && count % 2 === 0 ? corners(file) : wrongCount(file, '3 or more pairs of');
  }
}

function severalRings(name: string): string {
  return `This ${name} has several rings, which is not supported.`;
}

function wrongCount({ name, numbers }: FileShape, needed: string): string {
  return `This ${name} needs ${needed} numbers, and has ${numbers.length}.`;
}

function around(file: FileShape, lengths: number, angle?: FileNumber): Draft {
  const [x, y] = file.numbers as [FileNumber, FileNumber];
  return { file, places: [[x, y]], lengths: file.numbers.slice(2, 2 + lengths), angle };
}

function corners(file: FileShape): Draft {
  const { numbers } = file;
  const places = Array.from(
    { length: numbers.length / 2 },
    (_, k) => [numbers[2 * k], numbers[2 * k + 1]] as [FileNumber, FileNumber],
  );
  return { file, places, lengths: [], angle: undefined };
}
