import type { ServiceTools } from '../../src/core/archives/service-call';
import type { SiaService } from '../../src/core/archives/sia/request';
import type { TapService } from '../../src/core/archives/tap/service';
import type { HttpClient, HttpRequest, HttpResponse } from '../../src/core/bytes/http';
import type { Table } from '../../src/core/table/table';
import { rowsOf, type TableRecord } from '../../src/core/votable/records';
import { NodeHttpClient } from '../../src/platform/node/http-client';
import type { ImageRow } from './rows';
import { serverAddress } from './server-address';

/** The client of the product, with a list of what it sent. */
class ListeningClient implements HttpClient {
  /** `GET /tap/async/abc?WAIT=…` */
  readonly sent: string[] = [];
  private readonly client = new NodeHttpClient();

  send(request: HttpRequest): Promise<HttpResponse> {
    this.sent.push(`${request.method} ${request.path}`);
    return this.client.send(request);
  }
}

export const http = new ListeningClient();
export const tools: ServiceTools = { http };

/** What the server is called in sentences. */
export const WHO = 'DaCHS';

export const tap: TapService = { address: `${serverAddress}/tap`, who: WHO, tools };

/** SIA 2 over ObsCore, which every DaCHS has: images and cubes alone. */
export const sitewide: SiaService = {
  who: WHO,
  address: `${serverAddress}/__system__/siap2/sitewide/siap2.xml`,
};

/** SIA 2 over the table of images: all of its rows, and a description of the service for their links. */
export const ownSia: SiaService = {
  who: WHO,
  address: `${serverAddress}/skybucket/q/sia/siap2.xml`,
};

/** Where lists of links are asked for. */
export const linksAddress = `${serverAddress}/skybucket/q/dl/dlmeta`;

/** The address of the links of an image. */
export function linksOf({ obs_publisher_did }: Pick<ImageRow, 'obs_publisher_did'>): string {
  return `${linksAddress}?ID=${encodeURIComponent(obs_publisher_did)}`;
}

/** Looks at all four million pairs of images so many times, up to 64: about half a second each. */
export const slowQuery = (rounds: number): string =>
  'SELECT COUNT(*) AS n FROM skybucket.images AS a, skybucket.images AS b, skybucket.samples AS c ' +
  `WHERE c.id < ${rounds} AND SIN(a.s_ra * b.s_dec + c.id) > 2`;

export async function allRows(table: Table): Promise<TableRecord[]> {
  const rows: TableRecord[] = [];
  for await (const row of rowsOf(table)) {
    rows.push({ ...row });
  }
  return rows;
}
