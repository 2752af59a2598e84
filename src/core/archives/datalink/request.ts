import { SkybucketError } from '../../errors';
import type { VoDocument } from '../../votable/document';
import { remoteAddress } from '../remote-address';
import { type CallOptions, callService, type ServiceTools } from '../service-call';
import { formOf, withQuery } from '../sia/request';
import { readVoTableAnswer } from '../votable-answer';
import { type DataLink, linksTable, readLinks } from './links';
import { type ServiceDescriptor, serviceDescriptors } from './service-descriptor';

export interface LinksAnswer {
  readonly links: readonly DataLink[];
  /** All services the answer describes, those of links among them. */
  readonly services: readonly ServiceDescriptor[];
  readonly document: VoDocument;
  /** Why there are more links than these; undefined where these are all. */
  readonly partial: string | undefined;
}

export interface LinksOptions extends Pick<CallOptions, 'signal' | 'timeoutMs' | 'onBytes'> {
  /** The service whose answer named the address; left out where the user did. */
  readonly from?: string | undefined;
}

/**
 * Asks for the links of datasets.
 *
 * @param address of a {links} service, or the `access_url` of a row, which names its dataset already
 * @param ids datasets to ask for; none where the address names them. One that fails is a link with the reason.
 * @throws SkybucketError `format` for an answer that has no links; `bad-address` where `from` leads to what is
 *   not followed; what calling a service throws.
 */
export function askLinks(
  tools: ServiceTools,
  who: string,
  address: string,
  ids: readonly string[] = [],
  { from, ...options }: LinksOptions = {},
): Promise<LinksAnswer> {
  const place = from === undefined ? address : remoteAddress(address, from, who);
  const accept = 'application/x-votable+xml;content=datalink, text/xml;q=0.9, */*;q=0.5';
  const form = formOf(ids.map((id) => ['ID', id] as const));
  const call = {
    method: 'GET',
    address: withQuery(place, form),
    headers: { accept },
    who,
  } as const;
  return callService(
    tools,
    call,
    async (answer) => {
      const { signal } = options;
      const document = await readVoTableAnswer(answer, who, { signal });
      if (linksTable(document) === undefined) {
        throw new SkybucketError('format', `${who} answered without links.`, {
          hint: 'Check that this is the address of a list of links (DataLink).',
        });
      }
      const partial =
        document.status.kind === 'overflow'
          ? `${who} has more links than it sent: it sets a limit.`
          : document.cut;
      return {
        links: await readLinks(document, { signal }),
        services: serviceDescriptors(document),
        document,
        partial,
      };
    },
    options,
  );
}
