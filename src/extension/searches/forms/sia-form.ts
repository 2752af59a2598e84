import { parseBand } from '../../../core/archives/sia/band';
import { CALIBRATIONS, POLARIZATIONS } from '../../../core/archives/sia/check-query';
import type { Interval, SiaQuery } from '../../../core/archives/sia/query';
import { SkybucketError } from '../../../core/errors';
import type { FieldText, FilledForm, SearchField, SearchForm } from '../../../protocol/search';
import { degreesText, positionText, type TypedPlaces } from './place';
import { shapeText } from './shape';
import {
  choicesOf,
  endsTyped,
  isTyped,
  joinRanges,
  numbersTyped,
  rangesTyped,
  rangeTexts,
  timesTyped,
  timeTexts,
  valuesTyped,
} from './texts';

/** What is meant where no radius is given. */
export const SIA_RADIUS = '0.1 deg';
/** Of wavelengths without a unit. */
const BAND_UNIT = 'um';

/** Raw to enhanced: ObsCore 1.1, section 3.3.2. */
const LEVELS = ['raw', 'instrumental', 'calibrated', 'enhanced', 'analysed'] as const;

/** The criteria of SIA 2 that are texts, and those that are plain numbers between two ends. */
type TextName = 'target' | 'facility' | 'collection' | 'instrument' | 'productType' | 'id';
type OtherTextName = 'polarization' | 'format';
type NumberName = 'exposure' | 'fieldOfView' | 'resolution' | 'resolvingPower' | 'timeResolution';

const TEXTS: readonly (TextName | OtherTextName)[] = [
  ...(['collection', 'instrument', 'productType', 'target', 'facility', 'id'] as const),
  ...(['polarization', 'format'] as const),
];
const NUMBERS: readonly NumberName[] = [
  ...(['exposure', 'fieldOfView', 'resolution', 'resolvingPower', 'timeResolution'] as const),
];

type About = Pick<SearchField, 'label'> & Partial<Omit<SearchField, 'name'>>;

const plain = (...values: readonly string[]): SearchField['choices'] =>
  values.map((value) => ({ value, count: undefined }));

const FIELDS: Readonly<Record<string, About>> = {
  collection: { label: 'Collection', first: true },
  instrument: { label: 'Instrument', first: true },
  productType: { label: 'Product type', choices: plain('image', 'cube'), first: true },
  calibration: {
    label: 'Calibration level',
    choices: CALIBRATIONS.map((level) => ({
      ...{ value: String(level), meaning: LEVELS[level], count: undefined },
    })),
    first: true,
  },
  band: {
    ...{ label: 'Wavelength', asked: 'range', unit: 'µm', first: true },
    description: 'Images whose band overlaps this one; frequencies and energies are taken too.',
    example: '3.6 um, 1.4 GHz, 0.5 keV',
  },
  time: { label: 'Time', asked: 'range', type: 'date', first: true },
  target: { label: 'Target name' },
  facility: { label: 'Facility', description: 'Observatory or mission.' },
  exposure: { label: 'Exposure time', asked: 'range', type: 'number', unit: 's' },
  fieldOfView: { label: 'Field of view', asked: 'range', type: 'number', unit: 'deg' },
  resolution: { label: 'Spatial resolution', asked: 'range', type: 'number', unit: 'arcsec' },
  resolvingPower: {
    ...{ label: 'Spectral resolving power', asked: 'range', type: 'number' },
    description: 'Wavelength over resolution element.',
  },
  timeResolution: { label: 'Time resolution', asked: 'range', type: 'number', unit: 's' },
  polarization: { label: 'Polarization', choices: plain(...POLARIZATIONS) },
  id: { label: 'Publisher’s identifier' },
  format: { label: 'Format', example: 'image/fits' },
  mostRows: {
    label: 'Most rows (MAXREC)',
    description: 'The most rows that are asked for.',
  },
};

/** The image search (SIA 2) of a service as a form. */
export function siaForm(
  service: SearchForm['service'],
  collections: readonly string[],
  notes: readonly string[],
): SearchForm {
  const fields = Object.entries(FIELDS).map(([name, about]): SearchField => {
    const listed = choicesOf(collections.map((value) => ({ value, count: undefined })));
    return {
      ...{ name, asked: 'values', type: 'text', first: false },
      ...{ wildcards: false, negates: false },
      ...{ unit: undefined, description: undefined, example: undefined, extent: undefined },
      choices: name === 'collection' ? listed : [],
      ...about,
    };
  });
  const place = { shapes: true, several: true, radius: SIA_RADIUS };
  return { service, fields, counts: false, place, notes, incomplete: undefined };
}

/**
 * What is asked by a form as it is filled in.
 *
 * @throws SkybucketError `format` and `unsupported` for what makes no sense.
 */
export function siaQuery({ fields }: FilledForm, place: TypedPlaces | undefined): SiaQuery {
  const typed = new Map(Object.entries(fields).filter(([, text]) => isTyped(text)));
  const strange = [...typed.keys()].find((name) => !Object.hasOwn(FIELDS, name));
  if (strange !== undefined) {
    throw new SkybucketError('not-found', `An image search has no criterion “${strange}”.`, {
      hint: 'Take it out of the search.',
    });
  }
  const query: { -readonly [K in keyof SiaQuery]: SiaQuery[K] } = {};
  if (place !== undefined) {
    query.place = place.all.map(({ shape }) => shape);
  }
  for (const name of TEXTS.filter((one) => typed.has(one))) {
    query[name] = valuesTyped(typed.get(name) as FieldText);
  }
  for (const name of NUMBERS.filter((one) => typed.has(one))) {
    const label = FIELDS[name]?.label ?? name;
    const ranges = rangesTyped(typed.get(name) as FieldText);
    query[name] = ranges.map((range) => intervalOf(numbersTyped(range, label)));
  }
  const [band, time, calibration, mostRows] = ['band', 'time', 'calibration', 'mostRows'].map(
    (name) => typed.get(name),
  );
  if (band !== undefined) {
    query.band = rangesTyped(band).map(bandTyped);
  }
  if (time !== undefined) {
    query.time = rangesTyped(time).map((range) => intervalOf(timesTyped(range)));
  }
  if (calibration !== undefined) {
    query.calibration = wholeNumbers(calibration, 'Calibration level');
  }
  if (mostRows !== undefined) {
    query.mostRows = wholeNumbers(mostRows, 'Most rows')[0];
  }
  return query;
}

function intervalOf([from, to]: readonly [number | undefined, number | undefined]): Interval {
  return { from: from ?? -Infinity, to: to ?? Infinity };
}

function bandTyped(text: FieldText): Interval {
  const [from, to] = endsTyped(text);
  return parseBand(from === to ? from : `${from}..${to}`, BAND_UNIT);
}

function wholeNumbers(text: FieldText, label: string): readonly number[] {
  return valuesTyped(text).map((value) => {
    if (!/^\d{1,9}$/.test(value)) {
      throw new SkybucketError('format', `“${value.slice(0, 60)}” of “${label}” is no number.`, {
        hint: 'Give a whole number from 0 on.',
      });
    }
    return Number(value);
  });
}

/** {@link siaQuery} the other way. */
export function siaFilled(service: string, query: SiaQuery): FilledForm {
  const fields: Record<string, FieldText> = {};
  for (const name of TEXTS) {
    const values = query[name];
    if (values !== undefined) {
      fields[name] = { values };
    }
  }
  for (const name of NUMBERS) {
    const intervals = query[name] ?? [];
    if (intervals.length > 0) {
      fields[name] = joinRanges(intervals.map(({ from, to }) => rangeTexts(from, to)));
    }
  }
  const { band = [], time = [] } = query;
  if (band.length > 0) {
    const ranges = band.map(({ from, to }) => ({ range: [bandText(from), bandText(to)] as const }));
    fields['band'] = joinRanges(ranges);
  }
  if (time.length > 0) {
    fields['time'] = joinRanges(time.map(({ from, to }) => timeTexts(finite(from), finite(to))));
  }
  if (query.calibration !== undefined) {
    fields['calibration'] = { values: query.calibration.map(String) };
  }
  if (query.mostRows !== undefined) {
    fields['mostRows'] = { values: [String(query.mostRows)] };
  }
  return { service, fields, ...placeTexts(query) };
}

/** Circles of one size are positions with a radius; anything else is written as shapes. */
function placeTexts({ place = [] }: SiaQuery): Pick<FilledForm, 'place' | 'radius'> {
  const circles = place.flatMap((shape) => (shape.kind === 'circle' ? [shape] : []));
  const [first] = circles;
  if (
    first === undefined ||
    circles.length < place.length ||
    circles.some(({ radius }) => radius !== first.radius)
  ) {
    return { place: place.map(shapeText).join('; '), radius: '' };
  }
  const positions = circles.map(({ centre }) =>
    positionText({ ra: centre.longitude, dec: centre.latitude }),
  );
  return { place: positions.join('; '), radius: degreesText(first.radius) };
}

/** As it is read again without loss: in micrometres where these are exact. */
function bandText(metres: number): string {
  if (!Number.isFinite(metres)) {
    return '';
  }
  const micrometres = `${Number((metres * 1e6).toPrecision(12))} ${BAND_UNIT}`;
  return parseBand(micrometres).from === metres ? micrometres : `${metres} m`;
}

function finite(value: number): number | undefined {
  return Number.isFinite(value) ? value : undefined;
}
