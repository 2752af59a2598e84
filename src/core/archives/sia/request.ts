import { SkybucketError } from '../../errors';
import type { ServiceCall } from '../service-call';
import { checkQuery } from './check-query';
import { type Parameter, siaParameters } from './parameters';
import type { SiaQuery } from './query';

/** A service that answers SIA 2.0. */
export interface SiaService {
  /** Who answers, for sentences: `IRSA`. */
  readonly who: string;
  /** Where queries go; it may have parameters of its own: `https://…/SIA?COLLECTION=spitzer_seip&`. */
  readonly address: string;
  /** True where a query without position and collection runs into the service's time limit. */
  readonly needsPlaceOrCollection?: boolean | undefined;
  /** Why its answers as CSV cannot be trusted, one sentence. */
  readonly brokenCsv?: string | undefined;
}

/** Longer addresses are refused on the way by some servers. */
const LONGEST_ADDRESS = 2000;

/** What an answer is asked for as; services that ignore it send a VOTable anyway. */
const ACCEPT = 'application/x-votable+xml, text/xml;q=0.9, */*;q=0.5';

/**
 * The call that asks a service: GET, or POST where the address would become too long.
 *
 * @param evenIfCostly sends also what the service will hardly answer.
 * @throws SkybucketError `unsupported` for a query that makes no sense; `costly` where the service needs a
 *   position or a collection and the query has neither: the user is to be asked.
 */
export function siaCall(
  service: SiaService,
  query: SiaQuery,
  { evenIfCostly = false }: { readonly evenIfCostly?: boolean | undefined } = {},
): ServiceCall {
  checkQuery(query);
  checkFormat(service, query);
  const parameters = siaParameters(query);
  if (!evenIfCostly && isUnbounded(service, query, parameters)) {
    throw new SkybucketError(
      'costly',
      `${service.who} has far too many images for a search without a position or a collection.`,
      { hint: 'Give a position, a collection, or both.' },
    );
  }
  const form = formOf(parameters);
  const address = withQuery(service.address, form);
  const { who } = service;
  if (address.length <= LONGEST_ADDRESS) {
    return { method: 'GET', address, headers: { accept: ACCEPT }, who };
  }
  const headers = { accept: ACCEPT, 'content-type': 'application/x-www-form-urlencoded' };
  return { method: 'POST', address: service.address, headers, body: form, who };
}

/**
 * The query as an address, to be copied and opened elsewhere.
 *
 * @throws SkybucketError `unsupported` as {@link siaCall}.
 */
export function siaAddress(service: SiaService, query: SiaQuery): string {
  checkQuery(query);
  checkFormat(service, query);
  return withQuery(service.address, formOf(siaParameters(query)));
}

/** Parameters as a form or the query of an address has them. */
export function formOf(parameters: readonly Parameter[]): string {
  return new URLSearchParams(
    parameters.map(([name, value]): [string, string] => [name, value]),
  ).toString();
}

/** An address with more parameters behind those it has. */
export function withQuery(address: string, form: string): string {
  const [bare = ''] = address.split('#');
  if (form === '') {
    return bare;
  }
  const joint = bare.includes('?') ? (/[?&]$/.test(bare) ? '' : '&') : '?';
  return `${bare}${joint}${form}`;
}

function checkFormat({ brokenCsv }: SiaService, { responseFormat }: SiaQuery): void {
  if (brokenCsv !== undefined && /csv/i.test(responseFormat ?? '')) {
    throw new SkybucketError('unsupported', brokenCsv, {
      hint: 'Take the answer as a VOTable; Skybucket writes a sound CSV of it.',
    });
  }
}

/** A question for the columns alone (MAXREC=0) reads no rows. */
function isUnbounded(
  service: SiaService,
  query: SiaQuery,
  parameters: readonly Parameter[],
): boolean {
  const own = new URLSearchParams(/\?([^#]*)/.exec(service.address)?.[1] ?? '');
  const names = [...parameters.map(([name]) => name), ...own.keys()].map((name) =>
    name.toUpperCase(),
  );
  return (
    service.needsPlaceOrCollection === true &&
    query.mostRows !== 0 &&
    !names.includes('POS') &&
    !names.includes('COLLECTION')
  );
}
