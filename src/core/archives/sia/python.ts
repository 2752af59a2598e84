import { formatNumber } from './number';
import { shapeNumbers } from './parameters';
import type { Interval, SiaQuery } from './query';
import type { SiaService } from './request';

/**
 * Code for pyvo that sends the same query, to be pasted into a script or a notebook. Every text from the user
 * stands in it as a literal.
 */
export function siaAsPython(service: Pick<SiaService, 'address'>, query: SiaQuery): string {
  const criteria = argumentsOf(query);
  const imports = [
    ...(criteria.some((line) => line.includes('Time(')) ? ['from astropy.time import Time'] : []),
    'import pyvo',
  ];
  // Where an address has parameters already, pyvo would look for the service's description below them.
  const options = service.address.includes('?') ? ', check_baseurl=False' : '';
  return [
    ...imports,
    '',
    `service = pyvo.dal.SIA2Service(${pythonText(service.address)}${options})`,
    'results = service.search(',
    ...criteria.map((line) => `    ${line},`),
    ')',
    'table = results.to_table()',
    '',
  ].join('\n');
}

/** A literal of Python: what JSON escapes, Python reads the same. */
export function pythonText(text: string): string {
  return JSON.stringify(text);
}

function argumentsOf(query: SiaQuery): string[] {
  const { time = [], target, mostRows, responseFormat, other = {} } = query;
  // Time of astropy has no infinities.
  const open = time.some(({ from, to }) => !Number.isFinite(from) || !Number.isFinite(to));
  const own: Record<string, readonly string[]> = { ...other };
  if (open) {
    own['TIME'] = time.map(({ from, to }) => `${formatNumber(from)} ${formatNumber(to)}`);
  }
  // pyvo forgets all targets but the last.
  const several = (target?.length ?? 0) > 1;
  if (several) {
    own['TARGET'] = target ?? [];
  }
  if (responseFormat !== undefined) {
    own['RESPONSEFORMAT'] = [responseFormat];
  }
  return [
    ...list(
      'pos',
      query.place?.map((shape) => tuple(shapeNumbers(shape))),
    ),
    ...list('band', query.band?.map(interval)),
    ...list('time', open ? [] : time.map(({ from, to }) => `(${mjd(from)}, ${mjd(to)})`)),
    ...list('pol', query.polarization?.map(pythonText)),
    ...list('field_of_view', query.fieldOfView?.map(interval)),
    ...list('spatial_resolution', query.resolution?.map(interval)),
    ...list('spectral_resolving_power', query.resolvingPower?.map(interval)),
    ...list('exptime', query.exposure?.map(interval)),
    ...list('timeres', query.timeResolution?.map(interval)),
    ...list('publisher_did', query.id?.map(pythonText)),
    ...list('facility', query.facility?.map(pythonText)),
    ...list('collection', query.collection?.map(pythonText)),
    ...list('instrument', query.instrument?.map(pythonText)),
    ...list('data_type', query.productType?.map(pythonText)),
    ...list('calib_level', query.calibration?.map(String)),
    ...list('target_name', several ? [] : target?.map(pythonText)),
    ...list('res_format', query.format?.map(pythonText)),
    ...(mostRows === undefined ? [] : [`maxrec=${mostRows}`]),
    ...ownArguments(own),
  ];
}

/** Names that are none in Python go through a dictionary. */
function ownArguments(own: Readonly<Record<string, readonly string[]>>): string[] {
  const entries = Object.entries(own).filter(([, values]) => values.length > 0);
  const values = (texts: readonly string[]): string => `[${texts.map(pythonText).join(', ')}]`;
  return entries.map(([name, texts]) =>
    /^[A-Z][A-Z0-9_]*$/.test(name)
      ? `${name}=${values(texts)}`
      : `**{${pythonText(name)}: ${values(texts)}}`,
  );
}

function list(name: string, values: readonly string[] | undefined): string[] {
  return values === undefined || values.length === 0 ? [] : [`${name}=[${values.join(', ')}]`];
}

function tuple(values: readonly number[]): string {
  return `(${values.map(number).join(', ')})`;
}

function interval({ from, to }: Interval): string {
  return tuple([from, to]);
}

function mjd(value: number): string {
  return `Time(${number(value)}, format="mjd")`;
}

function number(value: number): string {
  return Number.isFinite(value) ? formatNumber(value) : `float("${value > 0 ? '' : '-'}inf")`;
}
