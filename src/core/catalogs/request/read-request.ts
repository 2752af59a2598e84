import { SkybucketError } from '../../errors';
import { MOST_CHARACTERS } from '../../table/expression/problem';
import { readRegion } from './read-region';
import type { CatalogRequest, DatasetRef } from './request';

/** As many as a data set may have. */
const MOST_COLUMNS = 20_000;
const MOST_NAME = 10_000;
const MOST_URI = 10_000;

/**
 * A request that was kept or sent, as if anybody had written it: nothing else than what a request has is taken over.
 *
 * @throws SkybucketError `format` that says what makes no sense.
 */
export function readRequest(value: unknown): CatalogRequest {
  const { dataset, columns, filter, region, position } = recordOf(value, 'The request');
  if (!Array.isArray(columns) || columns.length > MOST_COLUMNS) {
    throw wrong('its columns are no list of names');
  }
  const names = columns.map((name) => textOf(name, MOST_NAME, 'a column'));
  return {
    dataset: readDatasetRef(dataset),
    columns: [...new Set(names)],
    filter: textOf(filter, MOST_CHARACTERS, 'the filter'),
    region: readRegion(region),
    position: positionOf(position),
  };
}

/** @throws SkybucketError `format` */
export function readDatasetRef(value: unknown): DatasetRef {
  const { uri, part } = recordOf(value, 'The data set');
  const address = textOf(uri, MOST_URI, 'the address of the data set');
  if (!/^[a-z][a-z0-9+.-]*:/i.test(address)) {
    throw wrong('the address of the data set is none');
  }
  return { uri: address, part: textOf(part ?? '', MOST_NAME, 'the part of the data set') };
}

/** Two texts that are the same for the same request, and for no other. */
export function requestKey({ dataset, columns, filter, region, position }: CatalogRequest): string {
  const at = position === undefined ? null : [position.ra, position.dec];
  return JSON.stringify([dataset.uri, dataset.part, columns, filter.trim(), region, at]);
}

function positionOf(value: unknown): CatalogRequest['position'] {
  if (value === undefined || value === null) {
    return undefined;
  }
  const { ra, dec } = recordOf(value, 'The position');
  return {
    ra: textOf(ra, MOST_NAME, 'a column of position'),
    dec: textOf(dec, MOST_NAME, 'a column of position'),
  };
}

function recordOf(value: unknown, what: string): Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new SkybucketError('format', `${what} cannot be understood.`);
  }
  return value as Record<string, unknown>;
}

function textOf(value: unknown, most: number, what: string): string {
  if (typeof value !== 'string' || value.length > most) {
    throw wrong(`${what} is no text, or too long a one`);
  }
  return value;
}

function wrong(what: string): SkybucketError {
  return new SkybucketError('format', `The request cannot be understood: ${what}.`);
}
