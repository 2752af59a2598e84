import { formatNumber } from './number';
import type { Interval, SiaQuery, SkyShape } from './query';

/** Name and value, in the order they are sent; a name with several values stands several times. */
export type Parameter = readonly [name: string, value: string];

/** The parameters of a query as SIA 2.0 has them, each value once. */
export function siaParameters(query: SiaQuery): Parameter[] {
  const lists: Readonly<Record<string, readonly string[] | undefined>> = {
    POS: query.place?.map(shapeText),
    BAND: query.band?.map(intervalText),
    TIME: query.time?.map(intervalText),
    POL: query.polarization,
    FOV: query.fieldOfView?.map(intervalText),
    SPATRES: query.resolution?.map(intervalText),
    SPECRP: query.resolvingPower?.map(intervalText),
    EXPTIME: query.exposure?.map(intervalText),
    TIMERES: query.timeResolution?.map(intervalText),
    ID: query.id,
    FACILITY: query.facility,
    COLLECTION: query.collection,
    INSTRUMENT: query.instrument,
    DPTYPE: query.productType,
    CALIB: query.calibration?.map(String),
    TARGET: query.target,
    FORMAT: query.format,
    ...query.other,
    MAXREC: query.mostRows === undefined ? undefined : [String(query.mostRows)],
    RESPONSEFORMAT: query.responseFormat === undefined ? undefined : [query.responseFormat],
  };
  return Object.entries(lists).flatMap(([name, values]) =>
    [...new Set(values)].map((value): Parameter => [name, value]),
  );
}

function intervalText({ from, to }: Interval): string {
  return `${formatNumber(from)} ${formatNumber(to)}`;
}

function shapeText(shape: SkyShape): string {
  return [shape.kind.toUpperCase(), ...shapeNumbers(shape).map(formatNumber)].join(' ');
}

/** The numbers of POS after its word, degrees. */
export function shapeNumbers(shape: SkyShape): number[] {
  switch (shape.kind) {
    case 'circle':
      return [shape.centre.longitude, shape.centre.latitude, shape.radius];
    case 'range':
      return [
        ...[shape.longitude.from, shape.longitude.to],
        ...[shape.latitude.from, shape.latitude.to],
      ];
    case 'polygon':
      return shape.corners.flatMap(({ longitude, latitude }) => [longitude, latitude]);
  }
}
