import type { VoDocument, VoTable } from '../../votable/document';
import { rowsOf, type TableRecord } from '../../votable/records';
import { oneLine } from '../service-words';
import { semanticsOf, type Semantics } from './semantics';
import { type ServiceDescriptor, serviceDescriptors } from './service-descriptor';

/** One row of a {links} answer (DataLink 1.1): a file, a service, or why there is none. */
export interface DataLink {
  /** Of the dataset it belongs to. */
  readonly id: string;
  /** What the link has to do with the dataset. */
  readonly semantics: Semantics;
  /** In the words of the service. */
  readonly description: string | undefined;
  /** Where it leads; a service may write anything here. Undefined for services and failures. */
  readonly address: string | undefined;
  /** What to send to a service; undefined for files, and where the answer does not describe it. */
  readonly service: ServiceDescriptor | undefined;
  /** Why there is nothing for this dataset. */
  readonly failure: LinkFailure | undefined;
  readonly contentType: string | undefined;
  /** Bytes. */
  readonly size: number | undefined;
  /** What the content is, as a term of the IVOA (1.1): `#image`, `#cube`. */
  readonly qualifier: string | undefined;
  /** Whether a sign-in is needed: `false`, `optional`, `true` (1.1). */
  readonly signIn: string | undefined;
}

export interface LinkFailure {
  /** `NotFoundFault`, `AuthorizationFault`, …; undefined where the service names none. */
  readonly fault: string | undefined;
  /** One sentence for people, with the service's words. */
  readonly message: string;
}

const FAULTS: Readonly<Record<string, string>> = {
  notfoundfault: 'The service does not know this dataset',
  authenticationfault: 'The service asks for a sign-in',
  authorizationfault: 'The service does not allow this to be read',
  usagefault: 'The service does not understand the question',
  transientfault: 'The service is in trouble for now',
  fatalfault: 'The service is in trouble',
  defaultfault: 'The service gives no link',
};

/** The rows of a {links} answer, in its order. A row that fails is one of them, and stops no other. */
export async function readLinks(
  document: VoDocument,
  options: { readonly signal?: AbortSignal | undefined } = {},
): Promise<DataLink[]> {
  const table = linksTable(document);
  if (table === undefined) {
    return [];
  }
  const services = serviceDescriptors(document);
  const links: DataLink[] = [];
  for await (const record of rowsOf(table, options)) {
    links.push(linkOf(lowerCased(record), services));
  }
  return links;
}

/** The table with links: the one with their columns, in the resource of results or not. */
export function linksTable(document: VoDocument): VoTable | undefined {
  return document.tables.find(({ fields }) => {
    const names = fields.map(({ name }) => name.toLowerCase());
    return names.includes('semantics') && names.includes('access_url');
  });
}

type Cells = ReadonlyMap<string, TableRecord[string]>;

function lowerCased(record: TableRecord): Cells {
  return new Map(Object.entries(record).map(([name, value]) => [name.toLowerCase(), value]));
}

function linkOf(cells: Cells, services: readonly ServiceDescriptor[]): DataLink {
  const text = (name: string): string | undefined => {
    const value = String(cells.get(name) ?? '').trim();
    return value === '' ? undefined : value;
  };
  const reference = text('service_def')?.replace(/^#/, '');
  const size = Number(text('content_length') ?? NaN);
  const error = text('error_message');
  return {
    id: text('id') ?? '',
    semantics: semanticsOf(text('semantics')),
    description: text('description'),
    address: error === undefined ? text('access_url') : undefined,
    service: services.find(({ id }) => reference !== undefined && id === reference),
    failure: failureOf(error, reference, services),
    contentType: text('content_type'),
    size: Number.isSafeInteger(size) && size >= 0 ? size : undefined,
    qualifier: text('content_qualifier'),
    signIn: text('link_auth'),
  };
}

function failureOf(
  error: string | undefined,
  reference: string | undefined,
  services: readonly ServiceDescriptor[],
): LinkFailure | undefined {
  if (error === undefined) {
    return reference === undefined || services.some(({ id }) => id === reference)
      ? undefined
      : { fault: undefined, message: 'The answer does not say how this service is asked.' };
  }
  const [, fault, rest = ''] = /^(\w*Fault)\s*:?\s*(.*)$/is.exec(error) ?? [];
  const sentence = FAULTS[fault?.toLowerCase() ?? ''];
  const words = oneLine(sentence === undefined ? error : rest);
  const message = [sentence ?? 'The service gives no link', words].filter(Boolean).join(': ');
  return { fault, message: `${message}.` };
}
