import { expect } from 'vitest';

/** Longitude and latitude in degrees, and how exact each is as it is written. */
interface Direction {
  readonly angles: readonly [number, number];
  readonly last: readonly [number, number];
}

const SEXAGESIMAL = /^(\d+)([hd°])\s*(\d+)[m′]\s*([\d.]+)[s″]?$/u;

/** Fails unless the text is, or soon is, a direction, `10h00m27.9s +02d12m03s` or both in degrees, to its last digit. */
export async function expectDirection(
  text: () => Promise<string>,
  [longitude = 0, latitude = 0]: readonly number[],
): Promise<void> {
  await expect
    .poll(async () => {
      const shown = await text();
      const read = directionOf(shown);
      const isNear = [longitude, latitude].every(
        (angle, at) =>
          read !== undefined &&
          Math.abs(read.angles[at as 0 | 1] - angle) <= 0.51 * read.last[at as 0 | 1],
      );
      return isNear ? 'right' : `${shown} is not ${longitude}, ${latitude}`;
    })
    .toBe('right');
}

function directionOf(text: string): Direction | undefined {
  const [first, second] = text.replaceAll('−', '-').split(/\s+/u).map(angleOf);
  return first === undefined || second === undefined
    ? undefined
    : { angles: [first[0], second[0]], last: [first[1], second[1]] };
}

function angleOf(text: string): readonly [angle: number, last: number] | undefined {
  const sign = text.startsWith('-') ? -1 : 1;
  const plain = text.replace(/^[+-]/u, '');
  const [, degrees, unit, minutes, seconds] = SEXAGESIMAL.exec(plain) ?? [];
  if (seconds !== undefined) {
    const per = unit === 'h' ? 15 : 1;
    const angle = Number(degrees) + Number(minutes) / 60 + Number(seconds) / 3600;
    return [sign * per * angle, (per * lastDigit(seconds)) / 3600];
  }
  const figure = plain.replace(/°$/u, '');
  return /^[\d.]+$/u.test(figure) ? [sign * Number(figure), lastDigit(figure)] : undefined;
}

function lastDigit(figure: string): number {
  return 10 ** -(figure.split('.')[1]?.length ?? 0);
}
