import { SkybucketError } from '../../errors';
import type { VoDocument, VoField, VoTable } from '../../votable/document';
import type { ReadVoTableOptions } from '../../votable/read-options';
import { type CallOptions, callService, QUERY_QUIET_MS, type ServiceTools } from '../service-call';
import { readVoTableAnswer } from '../votable-answer';
import type { SiaQuery } from './query';
import { siaCall, type SiaService } from './request';

export interface SiaOptions
  extends
    Pick<CallOptions, 'signal' | 'timeoutMs' | 'onBytes'>,
    Pick<ReadVoTableOptions, 'onProgress' | 'inflate' | 'mostBytes'> {
  /** Sends also what the service will hardly answer. */
  readonly evenIfCostly?: boolean | undefined;
  /** Rows that are kept of the answer, whatever the service sends. */
  readonly mostRows?: number | undefined;
}

export interface SiaAnswer {
  /** All columns as the service gives them. */
  readonly table: VoTable;
  /** With its parameters, service descriptors and warnings. */
  readonly document: VoDocument;
  /** Why there are more images than these, one sentence; undefined where these are all. */
  readonly partial: string | undefined;
}

/**
 * Asks an SIA 2.0 service for images.
 *
 * @throws SkybucketError `unsupported` or `costly` before anything is sent ({@link siaCall}); `server` with the
 *   service's own words where it refuses; what calling a service throws; `format` for an answer without table.
 */
export function searchSia(
  tools: ServiceTools,
  service: SiaService,
  query: SiaQuery,
  options: SiaOptions = {},
): Promise<SiaAnswer> {
  const { who } = service;
  const { signal, timeoutMs, onBytes, evenIfCostly, ...reading } = options;
  // Only a VOTable says whether it is all.
  const call = siaCall(service, { ...query, responseFormat: undefined }, { evenIfCostly });
  return callService(
    tools,
    call,
    async (answer) => {
      const document = await readVoTableAnswer(answer, who, { ...reading, signal });
      const table = resultTable(document);
      if (table === undefined) {
        throw new SkybucketError('format', `${who} answered without a table.`, {
          hint: 'Check that this is the address of an image search (SIA 2).',
        });
      }
      return { table, document, partial: partialReason(who, query, document, table) };
    },
    { signal, timeoutMs, quietMs: QUERY_QUIET_MS, onBytes },
  );
}

/**
 * The columns a service answers with, without any rows (MAXREC=0).
 *
 * @throws SkybucketError as {@link searchSia}
 */
export async function describeSia(
  tools: ServiceTools,
  service: SiaService,
  options: SiaOptions = {},
): Promise<readonly VoField[]> {
  const { table } = await searchSia(tools, service, { mostRows: 0 }, options);
  return table.fields;
}

/** The table of results: in the resource of that type, else the first of all. */
function resultTable(document: VoDocument): VoTable | undefined {
  const results = document.resources.find(({ type }) => type?.toLowerCase() === 'results');
  return results?.tables[0] ?? document.tables[0];
}

function partialReason(
  who: string,
  { mostRows }: SiaQuery,
  document: VoDocument,
  table: VoTable,
): string | undefined {
  const cut = table.cut ?? document.cut;
  if (cut !== undefined) {
    return cut;
  }
  const overflow = table.status.kind === 'overflow' || document.status.kind === 'overflow';
  if (!overflow || mostRows === 0) {
    return undefined;
  }
  const count = table.rows.toLocaleString('en');
  return mostRows === table.rows
    ? `These are the first ${count}, as asked for; ${who} has more.`
    : `${who} sent ${count} and has more: it sets a limit.`;
}
