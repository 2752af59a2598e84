import type { MastCriterion } from '../archives/mast/filters';
import type { MissionCondition, MissionQuery } from '../archives/mast/mission-query';
import type { MastPosition, MastQuery } from '../archives/mast/query';
import type { Interval, SiaQuery, SkyShape } from '../archives/sia/query';
import type { Direction } from '../sky/geometry';
import {
  count,
  finite,
  flag,
  listOf,
  oneOf,
  openEnd,
  optional,
  type Reader,
  record,
  scalar,
  text,
  unreadable,
} from './kept-value';
import type { SearchCriteria, SearchKind, TapCriteria } from './saved-search';

/** Readers of what is asked, by the kind of the search. They leave out what they do not know. */
export const CRITERIA: { readonly [K in SearchKind]: Reader<SearchCriteria[K]> } = {
  mast: readMast,
  mission: readMission,
  sia: readSia,
  tap: readTap,
};

function readMast(value: unknown): MastQuery {
  const { criteria, position, pageSize } = record(value);
  return {
    criteria: listOf(readCriterion)(criteria),
    position: optional(readPosition)(position),
    pageSize: optional(count)(pageSize),
  };
}

function readCriterion(value: unknown): MastCriterion {
  const { column, values, range } = record(value);
  if (range === undefined) {
    return { column: text(column), values: listOf(scalar)(values) };
  }
  const ends = listOf(optional(finite))(range);
  return ends.length === 2 ? { column: text(column), range: [ends[0], ends[1]] } : unreadable();
}

function readPosition(value: unknown): MastPosition {
  const { ra, dec, radius, name } = record(value);
  const circle = { ra: finite(ra), dec: finite(dec), radius: finite(radius) };
  return { ...circle, name: optional(text)(name) };
}

function readMission(value: unknown): MissionQuery {
  const query = record(value);
  const texts = optional(listOf(text));
  return {
    mission: text(query['mission']),
    conditions: listOf(readCondition)(query['conditions']),
    targets: optional(listOf(readTarget))(query['targets']),
    radius: optional(finite)(query['radius']),
    limit: optional(count)(query['limit']),
    offset: optional(count)(query['offset']),
    columns: texts(query['columns']),
    sortBy: texts(query['sortBy']),
    descending: optional(listOf(flag))(query['descending']),
  };
}

function readCondition(value: unknown): MissionCondition {
  const { column, values } = record(value);
  return { column: text(column), values: listOf(scalar)(values) };
}

function readTarget(value: unknown): { readonly ra: number; readonly dec: number } {
  const { ra, dec } = record(value);
  return { ra: finite(ra), dec: finite(dec) };
}

function readSia(value: unknown): SiaQuery {
  const query = record(value);
  const intervals = optional(listOf(readInterval));
  const texts = optional(listOf(text));
  return {
    place: optional(listOf(readShape))(query['place']),
    band: intervals(query['band']),
    time: intervals(query['time']),
    polarization: texts(query['polarization']),
    fieldOfView: intervals(query['fieldOfView']),
    resolution: intervals(query['resolution']),
    resolvingPower: intervals(query['resolvingPower']),
    exposure: intervals(query['exposure']),
    timeResolution: intervals(query['timeResolution']),
    id: texts(query['id']),
    facility: texts(query['facility']),
    collection: texts(query['collection']),
    instrument: texts(query['instrument']),
    productType: texts(query['productType']),
    calibration: optional(listOf(count))(query['calibration']),
    target: texts(query['target']),
    format: texts(query['format']),
    mostRows: optional(count)(query['mostRows']),
    responseFormat: optional(text)(query['responseFormat']),
    other: optional(readOther)(query['other']),
  };
}

function readInterval(value: unknown): Interval {
  const { from, to } = record(value);
  return { from: openEnd(-Infinity)(from), to: openEnd(Infinity)(to) };
}

function readDirection(value: unknown): Direction {
  const { longitude, latitude } = record(value);
  return { longitude: finite(longitude), latitude: finite(latitude) };
}

function readShape(value: unknown): SkyShape {
  const shape = record(value);
  switch (oneOf(['circle', 'range', 'polygon'])(shape['kind'])) {
    case 'circle':
      return {
        kind: 'circle',
        centre: readDirection(shape['centre']),
        radius: finite(shape['radius']),
      };
    case 'range':
      return {
        kind: 'range',
        longitude: readInterval(shape['longitude']),
        latitude: readInterval(shape['latitude']),
      };
    case 'polygon':
      return { kind: 'polygon', corners: listOf(readDirection)(shape['corners']) };
  }
}

function readOther(value: unknown): Readonly<Record<string, readonly string[]>> {
  return Object.fromEntries(
    Object.entries(record(value)).map(([name, values]) => [name, listOf(text)(values)]),
  );
}

function readTap(value: unknown): TapCriteria {
  const { query, mostRows, asJob } = record(value);
  return {
    query: text(query),
    mostRows: optional(count)(mostRows),
    asJob: optional(flag)(asJob),
  };
}
