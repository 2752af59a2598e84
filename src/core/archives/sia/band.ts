import { type BandUnit, BAND_UNITS, findBandUnit, wavelengthOf } from './band-units';
import { wrongCriterion } from './problem';
import type { Interval } from './query';
import { splitInterval } from './typed-interval';

const NUMBER = /^([-+]?(?:\d+(?:\.\d*)?|\.\d+)(?:e[-+]?\d+)?)\s*(.*)$/i;

/**
 * Reads a band that somebody typed: `3.6 um`, `1.1..1.4 µm`, `6563 Å`, `1.4 GHz`, `0.5-2 keV`, `> 24 micron`;
 * two plain numbers with a blank between them, too. A unit behind the second number is that of the first.
 *
 * @param unit of numbers without one
 * @returns metres in vacuum, the shorter wavelength first
 * @throws SkybucketError `unsupported` with what is wrong.
 */
export function parseBand(text: string, unit = 'm'): Interval {
  const ends = splitInterval(spaced(text));
  const to = ends.to === undefined ? undefined : readEnd(ends.to);
  const from = ends.from === undefined ? undefined : readEnd(ends.from);
  if (from === undefined && to === undefined) {
    throw wrongBand(text);
  }
  const word = to?.unit || from?.unit || unit;
  return bandInterval(from?.value ?? -Infinity, to?.value ?? Infinity, from?.unit || word, word);
}

/**
 * A band between two values of one unit, or of two: that of frequencies and energies is turned around.
 *
 * @returns metres in vacuum
 * @throws SkybucketError `unsupported` for a unit that is none of the spectrum.
 */
export function bandInterval(
  from: number,
  to: number,
  unit: string,
  unitOfEnd: string = unit,
): Interval {
  const start = endOf(from, bandUnit(unit));
  const end = endOf(to, bandUnit(unitOfEnd));
  return start <= end ? { from: start, to: end } : { from: end, to: start };
}

/** An open end of frequencies is one of wavelengths, at the other side. */
function endOf(value: number, unit: BandUnit): number {
  if (value < 0 && Number.isFinite(value)) {
    throw wrongCriterion('A wavelength is not negative.', 'Give a number above 0.');
  }
  if (Number.isFinite(value)) {
    return wavelengthOf(value, unit);
  }
  return unit.kind === 'wavelength' ? value : -value;
}

function bandUnit(word: string): BandUnit {
  const unit = findBandUnit(word);
  if (unit === undefined) {
    throw wrongCriterion(
      `“${word}” is no unit of wavelength, frequency or energy.`,
      `Units are ${BAND_UNITS.join(', ')}.`,
    );
  }
  return unit;
}

function readEnd(text: string): { readonly value: number; readonly unit: string } {
  const [, number, unit = ''] = NUMBER.exec(text) ?? [];
  if (number === undefined) {
    throw wrongBand(text);
  }
  return { value: Number(number), unit: unit.trim() };
}

/** `1.1 1.4 um` and `0.5-2 keV` with dots between their numbers; the minus of `1e-6` is none between two. */
function spaced(text: string): string {
  return text
    .trim()
    .replace(/^([\d.]+(?:e[-+]?\d+)?)\s*[-–—]\s*(?=[\d.])/i, '$1..')
    .replace(/^([-+\w.]*\d\.?)\s+(?=[-+.\d])(?!1\/cm)/i, '$1..');
}

function wrongBand(text: string): Error {
  return wrongCriterion(
    `“${text.trim().slice(0, 80)}” is no band.`,
    'Write 3.6 um, 1.1..1.4 µm, 1420 MHz or 0.5..2 keV.',
  );
}

/** For people: `3.13–3.96 µm`, with a unit that makes the numbers short. */
export function describeBand({ from, to }: Interval): string {
  const size = Number.isFinite(to) ? to : from;
  const name = size < 1e-8 ? 'Å' : size < 1e-6 ? 'nm' : size < 1e-3 ? 'µm' : size < 1 ? 'mm' : 'm';
  const { scale } = bandUnit(name);
  const shown = (value: number): string => String(Number((value / scale).toPrecision(6)));
  if (!Number.isFinite(from) || from <= 0) {
    return Number.isFinite(to) ? `up to ${shown(to)} ${name}` : 'all wavelengths';
  }
  if (!Number.isFinite(to)) {
    return `from ${shown(from)} ${name}`;
  }
  return from === to ? `${shown(from)} ${name}` : `${shown(from)}–${shown(to)} ${name}`;
}
