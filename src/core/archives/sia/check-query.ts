import { formatNumber } from './number';
import { wrongCriterion } from './problem';
import type { Interval, SiaQuery, SkyShape } from './query';

/** The states of polarization in ObsCore 1.1. */
export const POLARIZATIONS: readonly string[] = 'I Q U V RR LL RL LR XX YY XY YX POLI POLA'.split(
  ' ',
);

/** The levels of calibration in ObsCore 1.1, raw (0) to enhanced or analysed. */
export const CALIBRATIONS: readonly number[] = [0, 1, 2, 3, 4];

/** What stands in words for each criterion that has intervals, and whether it may be negative. */
const INTERVALS = {
  band: 'wavelength',
  time: 'time',
  fieldOfView: 'field of view',
  resolution: 'resolution',
  resolvingPower: 'resolving power',
  exposure: 'exposure time',
  timeResolution: 'time resolution',
} as const;

/**
 * Looks through a query as the standard wants it.
 *
 * @throws SkybucketError `unsupported` with what is wrong.
 */
export function checkQuery(query: SiaQuery): void {
  for (const shape of query.place ?? []) {
    checkShape(shape);
  }
  for (const [key, name] of Object.entries(INTERVALS)) {
    for (const interval of query[key as keyof typeof INTERVALS] ?? []) {
      checkInterval(interval, name);
      if (key !== 'time' && interval.to < 0) {
        throw wrongCriterion(`A ${name} is not negative.`, 'Give a number from 0 on.');
      }
    }
  }
  const state = query.polarization?.find((word) => !POLARIZATIONS.includes(word));
  if (state !== undefined) {
    throw wrongCriterion(
      `“${state}” is no state of polarization.`,
      `There are ${POLARIZATIONS.join(', ')}.`,
    );
  }
  const level = query.calibration?.find((value) => !CALIBRATIONS.includes(value));
  if (level !== undefined) {
    throw wrongCriterion(`There is no calibration level ${level}.`, 'Levels go from 0 to 4.');
  }
  const { mostRows } = query;
  if (mostRows !== undefined && !(Number.isSafeInteger(mostRows) && mostRows >= 0)) {
    throw wrongCriterion(`${mostRows} is no number of rows.`, 'Give a whole number from 0 on.');
  }
}

function checkShape(shape: SkyShape): void {
  switch (shape.kind) {
    case 'circle':
      checkDirection(shape.centre.longitude, shape.centre.latitude);
      if (!(shape.radius > 0 && shape.radius <= 90)) {
        throw wrongCriterion(
          `A radius of ${formatNumber(shape.radius)}° cannot be searched.`,
          'Give one above 0° and up to 90°.',
        );
      }
      return;
    case 'range':
      checkInterval(shape.longitude, 'right ascension');
      checkInterval(shape.latitude, 'declination');
      // An open end means to the end of what there is.
      checkDirection(
        Math.max(0, shape.longitude.from),
        Math.max(-90, finite(shape.latitude.from, -90)),
      );
      checkDirection(finite(shape.longitude.to, 360), finite(shape.latitude.to, 90));
      return;
    case 'polygon':
      if (shape.corners.length < 3) {
        throw wrongCriterion('A polygon has at least three corners.', 'Give more of them.');
      }
      for (const { longitude, latitude } of shape.corners) {
        checkDirection(longitude, latitude);
      }
  }
}

function finite(value: number, otherwise: number): number {
  return Number.isFinite(value) ? value : otherwise;
}

function checkDirection(longitude: number, latitude: number): void {
  if (!(longitude >= 0 && longitude <= 360)) {
    throw wrongCriterion(
      `${formatNumber(longitude)}° is no right ascension.`,
      'It goes from 0° to 360°.',
    );
  }
  if (!(Math.abs(latitude) <= 90)) {
    throw wrongCriterion(
      `${formatNumber(latitude)}° is no declination.`,
      'It goes from −90° to 90°.',
    );
  }
}

function checkInterval({ from, to }: Interval, name: string): void {
  if (Number.isNaN(from) || Number.isNaN(to) || from === Infinity || to === -Infinity) {
    throw wrongCriterion(`The ${name} has a bound that is no number.`, 'Give two numbers.');
  }
  if (from > to) {
    throw wrongCriterion(
      `The ${name} goes from ${formatNumber(from)} down to ${formatNumber(to)}.`,
      'Give the smaller bound first.',
    );
  }
}
