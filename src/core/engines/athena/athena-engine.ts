import { pause } from '../../bytes/retry';
import { isCancelled, SkybucketError } from '../../errors';
import type { EngineEnd, EngineOptions, RowSink, SqlEngine } from '../engine';
import type { EngineTools } from '../engine-call';
import type { AthenaSettings } from '../engine-settings';
import { describeColumns, type KnownColumn } from '../known-columns';
import { RowBatches } from '../row-batches';
import { recordOf } from '../trino/trino-page';
import { AthenaApi, type AthenaParts } from './athena-api';
import { readAthenaPage } from './athena-results';

/** Between two questions whether it is done; Athena bills no question, but counts them. */
const FIRST_WAIT_MS = 300;
const LONGEST_WAIT_MS = 3000;
/** What Athena gives at most. */
const ROWS_AT_ONCE = 1000;

export interface AthenaNeeds extends AthenaParts {
  /** 32 characters or more, another each time. */
  readonly newToken: () => string;
  /** Waits; left out, by the clock. */
  readonly wait?: (milliseconds: number, signal: AbortSignal | undefined) => Promise<void>;
}

/** Amazon Athena: a query is started, asked about until it is done, and its rows are read in pages. */
export class AthenaEngine implements SqlEngine {
  private readonly api: AthenaApi;

  constructor(
    private readonly settings: AthenaSettings,
    tools: EngineTools,
    private readonly needs: AthenaNeeds,
    private readonly known: readonly KnownColumn[] = [],
  ) {
    this.api = new AthenaApi(settings, tools, needs);
  }

  async run(sql: string, sink: RowSink, options: EngineOptions = {}): Promise<EngineEnd> {
    const id = await this.start(sql, options);
    try {
      const bytes = await this.finished(id, sink, options);
      return await this.rows(id, bytes, sink, options);
    } catch (error) {
      if (isCancelled(error)) {
        // Whether that worked makes no difference to anybody here.
        this.api.call('StopQueryExecution', { QueryExecutionId: id }).catch(() => undefined);
      }
      throw error;
    }
  }

  /** The token makes one query of several tries. */
  private async start(sql: string, options: EngineOptions): Promise<string> {
    const { workgroup, output, catalog, database, label } = this.settings;
    const context = {
      ...(catalog === '' ? {} : { Catalog: catalog }),
      ...(database === '' ? {} : { Database: database }),
    };
    const answer = await this.api.call(
      'StartQueryExecution',
      {
        QueryString: sql,
        ClientRequestToken: this.needs.newToken(),
        ...(Object.keys(context).length === 0 ? {} : { QueryExecutionContext: context }),
        ...(output === '' ? {} : { ResultConfiguration: { OutputLocation: output } }),
        ...(workgroup === '' ? {} : { WorkGroup: workgroup }),
      },
      options,
    );
    const id = answer['QueryExecutionId'];
    if (typeof id !== 'string') {
      throw new SkybucketError('server', `${label} does not answer as Athena does.`, {
        hint: 'Check its endpoint in the setting skybucket.engines.',
      });
    }
    return id;
  }

  /** Waits for its end; the bytes that it has read. */
  private async finished(id: string, sink: RowSink, options: EngineOptions): Promise<number> {
    const { label } = this.settings;
    const wait = this.needs.wait ?? pause;
    for (
      let milliseconds = FIRST_WAIT_MS;
      ;
      milliseconds = Math.min(LONGEST_WAIT_MS, milliseconds * 1.5)
    ) {
      const answer = await this.api.call('GetQueryExecution', { QueryExecutionId: id }, options);
      const execution = recordOf(answer['QueryExecution']);
      const status = recordOf(execution?.['Status']);
      const scanned = recordOf(execution?.['Statistics'])?.['DataScannedInBytes'];
      const bytes = typeof scanned === 'number' ? scanned : 0;
      sink.progress({ bytes, ofBytes: bytes, rowGroups: 0, ofRowGroups: 0, rows: 0 });
      switch (status?.['State']) {
        case 'SUCCEEDED':
          return bytes;
        case 'QUEUED':
        case 'RUNNING':
          break;
        default:
          throw failure(label, status);
      }
      await wait(milliseconds, options.signal);
    }
  }

  private async rows(
    id: string,
    bytes: number,
    sink: RowSink,
    options: EngineOptions,
  ): Promise<EngineEnd> {
    let batches: RowBatches | undefined;
    let token: string | undefined;
    do {
      const answer = await this.api.call(
        'GetQueryResults',
        {
          QueryExecutionId: id,
          MaxResults: ROWS_AT_ONCE,
          ...(token === undefined ? {} : { NextToken: token }),
        },
        options,
      );
      const page = readAthenaPage(answer, batches === undefined, this.settings.label);
      if (batches === undefined) {
        const columns = describeColumns(page.columns, this.known);
        await sink.begin(columns);
        batches = new RowBatches(sink, columns, this.settings.mostRows);
      }
      const all = await batches.add(page.rows);
      sink.progress({ bytes, ofBytes: bytes, rowGroups: 0, ofRowGroups: 0, rows: batches.rows });
      if (!all) {
        return batches.full();
      }
      token = page.nextToken;
    } while (token !== undefined);
    return { state: 'done', warnings: [] };
  }
}

function failure(
  who: string,
  status: Readonly<Record<string, unknown>> | undefined,
): SkybucketError {
  const said = status?.['StateChangeReason'];
  const reason = typeof said === 'string' ? said.slice(0, 500) : 'no reason given';
  if (status?.['State'] === 'CANCELLED') {
    return new SkybucketError('server', `The query was ended at ${who}: ${reason}`);
  }
  const error = recordOf(status?.['AthenaError']);
  const ofUser = error?.['ErrorCategory'] === 2;
  return ofUser
    ? new SkybucketError('format', `${who} refuses the SQL: ${reason}`, {
        hint: 'Change the SQL, or the query.',
      })
    : new SkybucketError('server', `${who} failed: ${reason}`, { hint: 'Try again later.' });
}
