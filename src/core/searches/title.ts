import type { MastCriterion } from '../archives/mast/filters';
import type { MastQuery } from '../archives/mast/query';
import { DEFAULT_MISSION_RADIUS, type MissionQuery } from '../archives/mast/mission-query';
import { describeBand } from '../archives/sia/band';
import type { Interval, SiaQuery, SkyShape } from '../archives/sia/query';
import type { SearchRequest, TapCriteria } from './saved-search';

const MOST_PARTS = 6;
const MOST_VALUES = 3;
const LONGEST = 120;

/** A title for a search, from what it asks: `M 101 12′, JWST, NIRCAM/IMAGE, F444W, proposal 1783`. */
export function titleOf(request: SearchRequest): string {
  const parts = partsOf(request).filter((part) => part !== '');
  const shown = parts.slice(0, MOST_PARTS);
  const more = parts.length > MOST_PARTS ? [`+${parts.length - MOST_PARTS}`] : [];
  return shortened([...shown, ...more].join(', ')) || `All of ${request.service.label}`;
}

function partsOf(request: SearchRequest): readonly string[] {
  switch (request.kind) {
    case 'mast':
      return mastParts(request.criteria);
    case 'mission':
      return missionParts(request.criteria);
    case 'sia':
      return siaParts(request.criteria);
    case 'tap':
      return [queryText(request.criteria)];
  }
}

/** The words that stand before a value that says little by itself; of other columns the name does. */
const WORDS: Readonly<Record<string, string>> = {
  obs_collection: '',
  instrument_name: '',
  filters: '',
  target_name: '',
  dataproduct_type: '',
  wavelength_region: '',
  obs_id: '',
  provenance_name: '',
  project: '',
  dataRights: '',
  proposal_id: 'proposal',
  proposal_pi: 'PI',
  calib_level: 'level',
  sequence_number: 'sequence',
  obsid: 'obsid',
};

/** In the order in which people say them. */
const FIRST = ['obs_collection', 'instrument_name', 'filters', 'target_name', 'proposal_id'];

function mastParts({ criteria, position }: MastQuery): string[] {
  const place = (column: string): number =>
    FIRST.includes(column) ? FIRST.indexOf(column) : FIRST.length;
  const sorted = [...criteria].sort((a, b) => place(a.column) - place(b.column));
  return [
    ...(position === undefined
      ? []
      : [`${position.name ?? direction(position.ra, position.dec)} ${angle(position.radius)}`]),
    ...sorted.map(criterionText),
  ];
}

function criterionText(criterion: MastCriterion): string {
  const { column } = criterion;
  const word = Object.hasOwn(WORDS, column) ? WORDS[column] : column;
  if ('values' in criterion) {
    return joined(word, valuesText(criterion.values));
  }
  const [from, to] = criterion.range;
  return joined(word || column, rangeText(from, to));
}

function missionParts({ mission, conditions, targets = [], radius }: MissionQuery): string[] {
  const [first] = targets;
  const many = targets.length > 1 ? [`${targets.length} targets`] : [];
  const one = first !== undefined && many.length === 0 ? [direction(first.ra, first.dec)] : many;
  const around = angle((radius ?? DEFAULT_MISSION_RADIUS) / 60);
  return [
    mission.toUpperCase(),
    ...one.map((place) => `${place} ${around}`),
    ...conditions.map(({ column, values }) => joined(column, valuesText(values))),
  ];
}

function siaParts(query: SiaQuery): string[] {
  const intervals = (name: string, list: readonly Interval[] | undefined): string[] =>
    (list ?? []).map(({ from, to }) => joined(name, rangeText(bound(from), bound(to))));
  const texts = (list: readonly (string | number)[] | undefined, word = ''): string[] =>
    list === undefined || list.length === 0 ? [] : [joined(word, valuesText(list))];
  return [
    ...(query.place ?? []).map(shapeText),
    ...texts(query.collection),
    ...texts(query.facility),
    ...texts(query.instrument),
    ...(query.band ?? []).map(describeBand),
    ...texts(query.productType),
    ...texts(query.calibration, 'level'),
    ...texts(query.target),
    ...texts(query.id),
    ...intervals('MJD', query.time),
    ...intervals('exposure', query.exposure),
    ...intervals('field', query.fieldOfView),
    ...intervals('resolution', query.resolution),
    ...intervals('resolving power', query.resolvingPower),
    ...intervals('time resolution', query.timeResolution),
    ...texts(query.polarization, 'polarization'),
    ...texts(query.format),
    ...Object.entries(query.other ?? {}).flatMap(([name, values]) => texts(values, name)),
  ];
}

function shapeText(shape: SkyShape): string {
  switch (shape.kind) {
    case 'circle':
      return `${direction(shape.centre.longitude, shape.centre.latitude)} ${angle(shape.radius)}`;
    case 'range': {
      const { longitude, latitude } = shape;
      const ra = rangeText(bound(longitude.from), bound(longitude.to));
      return `RA ${ra}, Dec ${rangeText(bound(latitude.from), bound(latitude.to))}`;
    }
    case 'polygon':
      return `polygon of ${shape.corners.length} corners`;
  }
}

/** Without comments, on one line. */
function queryText({ query }: TapCriteria): string {
  return query.replace(/--.*$/gm, ' ').replace(/\s+/g, ' ').trim();
}

function valuesText(values: readonly (string | number | boolean)[]): string {
  const shown = values.slice(0, MOST_VALUES).map((value) => String(value));
  const more = values.length - shown.length;
  return [...shown, ...(more > 0 ? [`${more} more`] : [])].join(' or ');
}

function rangeText(from: number | undefined, to: number | undefined): string {
  if (from === undefined) {
    return to === undefined ? 'any' : `≤ ${short(to)}`;
  }
  return to === undefined
    ? `≥ ${short(from)}`
    : from === to
      ? short(from)
      : `${short(from)}–${short(to)}`;
}

function bound(end: number): number | undefined {
  return Number.isFinite(end) ? end : undefined;
}

function joined(word: string | undefined, value: string): string {
  return word === undefined || word === '' ? value : `${word} ${value}`;
}

function short(value: number): string {
  return String(Number(value.toPrecision(8)));
}

/** Degrees. */
function direction(ra: number, dec: number): string {
  return `${fixed(ra)} ${dec < 0 ? '−' : '+'}${fixed(Math.abs(dec))}`;
}

function fixed(degrees: number): string {
  return String(Number(degrees.toFixed(5)));
}

/** Degrees in the unit that keeps it short. */
function angle(degrees: number): string {
  const [value, unit] =
    degrees >= 1 ? [degrees, '°'] : degrees >= 1 / 60 ? [degrees * 60, '′'] : [degrees * 3600, '″'];
  return `${Number(value.toPrecision(4))}${unit}`;
}

function shortened(title: string): string {
  const signs = Array.from(title);
  return signs.length <= LONGEST ? title : `${signs.slice(0, LONGEST - 1).join('')}…`;
}
