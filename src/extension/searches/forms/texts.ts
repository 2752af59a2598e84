import { SkybucketError } from '../../../core/errors';
import { parseTime, toMjd } from '../../../core/archives/sia/time';
import { splitInterval } from '../../../core/archives/sia/typed-interval';
import type { FieldChoice, FieldText } from '../../../protocol/search';

/** Choices that are offered of one field; a form with all names of all targets would not travel. */
const MOST_CHOICES = 1000;

/** What was typed of a field that takes values, without what is empty. */
export function valuesTyped(text: FieldText): readonly string[] {
  const typed = 'values' in text ? text.values : text.range;
  return typed.map((value) => value.trim()).filter((value) => value !== '');
}

/** The two ends that were typed, empty for an open one; one value alone is both. */
export function endsTyped(text: FieldText): readonly [from: string, to: string] {
  if ('range' in text) {
    const [from, to] = text.range;
    return [from.trim(), to.trim()];
  }
  const [only = '', other = only] = valuesTyped(text);
  return [only, other];
}

/** One range as it is typed, or several, each written as a value: `1..2`, `>=5`. */
export function rangesTyped(text: FieldText): readonly FieldText[] {
  if ('range' in text) {
    return [text];
  }
  return valuesTyped(text).map((value) => {
    const { from = '', to = '' } = splitInterval(value);
    return { range: [from, to] };
  });
}

/** {@link rangesTyped} the other way; all of them are ranges. */
export function joinRanges(ranges: readonly FieldText[]): FieldText {
  const [first] = ranges;
  return first !== undefined && ranges.length === 1
    ? first
    : { values: ranges.map((range) => rangeValue(...endsTyped(range))) };
}

function rangeValue(from: string, to: string): string {
  if (from === '' || to === '') {
    return from === '' ? `<=${to}` : `>=${from}`;
  }
  return `${from}..${to}`;
}

/** Whether anything was typed. */
export function isTyped(text: FieldText): boolean {
  return valuesTyped(text).length > 0;
}

/**
 * Two ends as numbers.
 *
 * @param label of the field, for sentences
 * @throws SkybucketError `format` for what is no number, or where the greater comes first.
 */
export function numbersTyped(
  text: FieldText,
  label: string,
): readonly [from: number | undefined, to: number | undefined] {
  const [from, to] = endsTyped(text).map((end) => numberTyped(end, label));
  if (from !== undefined && to !== undefined && from > to) {
    throw new SkybucketError('format', `“${label}” goes from ${from} down to ${to}.`, {
      hint: 'Give the smaller number first.',
    });
  }
  return [from, to];
}

function numberTyped(text: string, label: string): number | undefined {
  if (text === '') {
    return undefined;
  }
  const value = /^[-+]?(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?$/i.test(text) ? Number(text) : NaN;
  if (!Number.isFinite(value)) {
    throw new SkybucketError('format', `“${text.slice(0, 60)}” of “${label}” is no number.`, {
      hint: 'Write it as 12.5 or 1e-6, or leave it empty.',
    });
  }
  return value;
}

/**
 * Two ends as MJD in UTC: a date without a time of day begins with its first moment, and ends with its last.
 *
 * @throws SkybucketError `unsupported` for what is no time, or where the later comes first.
 */
export function timesTyped(
  text: FieldText,
): readonly [from: number | undefined, to: number | undefined] {
  const [from, to] = endsTyped(text);
  if (from === '' && to === '') {
    return [undefined, undefined];
  }
  const span = parseTime(`${from}..${to}`);
  return [from === '' ? undefined : span.from, to === '' ? undefined : span.to];
}

/** {@link timesTyped} the other way: dates where both ends are whole days. */
export function timeTexts(from: number | undefined, to: number | undefined): FieldText {
  // The last day of a span ends when the next one begins.
  const whole =
    (from === undefined || isDay(from)) &&
    (to === undefined || isDay(to)) &&
    (from === undefined || to === undefined || to > from);
  const written = (mjd: number | undefined, back: number): string =>
    mjd === undefined ? '' : whole ? dateOf(mjd - back) : String(mjd);
  return { range: [written(from, 0), written(to, 1)] };
}

/** MJD of 1970-01-01. */
const UNIX_DAY = 40_587;

function isDay(mjd: number): boolean {
  // Others are no dates of four figures.
  return Number.isInteger(mjd) && mjd > 10_000 && mjd < 2_000_000;
}

function dateOf(mjd: number): string {
  return new Date((mjd - UNIX_DAY) * 86_400_000).toISOString().slice(0, 10);
}

/**
 * A time as services take it: as it was typed, an MJD or JD as a date.
 *
 * @throws SkybucketError `unsupported` for what is no time.
 */
export function timeIn(text: string): string {
  const mjd = toMjd(text);
  return /^(?:M?JD)?\s*[-+\d.e]+$/i.test(text.trim()) && !DATED.test(text)
    ? new Date(Math.round((mjd - UNIX_DAY) * 86_400_000)).toISOString().slice(0, 19)
    : text;
}

/** `2024-05-01`, `2024-122` */
const DATED = /^\s*\d{4}-\d/;

/** Ends as they are typed; open ones are undefined, or without end. */
export function rangeTexts(from: number | undefined, to: number | undefined): FieldText {
  const written = (end: number | undefined): string =>
    end === undefined || !Number.isFinite(end) ? '' : String(end);
  return { range: [written(from), written(to)] };
}

/** The most frequent of what is known. */
export function choicesOf(
  known: readonly { readonly value: string; readonly count: number | undefined }[],
): readonly FieldChoice[] {
  return known
    .filter(({ value }) => value !== '')
    .slice(0, MOST_CHOICES)
    .map(({ value, count }) => ({ value, count }));
}

/** `0 = raw, 1 = uncalibrated`, `Valid values: science, calibration`: the values that an example lists. */
export function choicesInExample(example: string | undefined): readonly FieldChoice[] {
  const meant = [...(example ?? '').matchAll(/(?:^|, )(-?\w+) = ([^,]+)/g)];
  if (meant.length > 1) {
    return meant.map(([, value = '', meaning = '']) => ({
      ...{ value, meaning: meaning.trim(), count: undefined },
    }));
  }
  const [, listed] = /^Valid values: (.+)$/.exec(example ?? '') ?? [];
  return (listed?.split(',') ?? []).map((value) => ({ value: value.trim(), count: undefined }));
}
