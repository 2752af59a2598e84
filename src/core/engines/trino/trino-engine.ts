import { parseWebAddress, type WebAddress } from '../../bytes/web-address';
import { onAbort } from '../../bytes/on-abort';
import { cancelled, SkybucketError, throwIfAborted } from '../../errors';
import type { TrinoSettings } from '../engine-settings';
import type { EngineEnd, EngineOptions, RowSink, SqlEngine } from '../engine';
import { engineCall, type EngineTools } from '../engine-call';
import { describeColumns, type KnownColumn } from '../known-columns';
import { RowBatches } from '../row-batches';
import { trinoHeaders } from './trino-headers';
import { readPage, type TrinoPage } from './trino-page';

/** How long ending a query may take: nobody waits for it. */
const END_MS = 10_000;

/** Trino, by the protocol of its clients: a query is begun, and its steps are asked for one after the other. */
export class TrinoEngine implements SqlEngine {
  private readonly home: WebAddress;

  /**
   * @param secret the password or the token of the user; undefined where none is set
   * @param known columns whose units and descriptions are known, by name
   */
  constructor(
    private readonly settings: TrinoSettings,
    private readonly tools: EngineTools,
    private readonly secret: string | undefined,
    private readonly known: readonly KnownColumn[] = [],
  ) {
    this.home = parseWebAddress(settings.address);
  }

  async run(sql: string, sink: RowSink, options: EngineOptions = {}): Promise<EngineEnd> {
    const { signal } = options;
    let page = await this.begin(sql, options);
    let next = page.nextUri;
    let rows: RowBatches | undefined;
    try {
      for (;;) {
        throwIfAborted(signal);
        if (rows === undefined && page.columns !== undefined) {
          const columns = describeColumns(page.columns, this.known);
          await sink.begin(columns);
          rows = new RowBatches(sink, columns, this.settings.mostRows);
        }
        const all = rows === undefined || (await rows.add(page.rows));
        sink.progress({
          ...{ bytes: page.bytes, ofBytes: page.bytes },
          ...{ rowGroups: page.splits, ofRowGroups: page.ofSplits, rows: rows?.rows ?? 0 },
        });
        if (!all && rows !== undefined) {
          await this.end(next);
          return rows.full();
        }
        next = page.nextUri;
        if (next === undefined) {
          break;
        }
        page = await this.step(next, options);
      }
    } catch (error) {
      void this.end(next);
      throw error;
    }
    if (rows === undefined) {
      throw new SkybucketError('format', `The SQL gives no rows.`, {
        hint: 'Write a query that begins with SELECT.',
      });
    }
    return { state: 'done', warnings: page.warnings };
  }

  /** Is not broken off while it is sent: a query of which nobody knows could not be ended. */
  private begin(sql: string, { signal, meter }: EngineOptions): Promise<TrinoPage> {
    throwIfAborted(signal);
    const begun = this.send('POST', this.below('/v1/statement'), { meter, once: true }, sql);
    return new Promise((resolve, reject) => {
      const forget = onAbort(signal, () => {
        reject(cancelled());
        begun.then(
          ({ nextUri }) => this.end(nextUri),
          () => undefined,
        );
      });
      begun.then(resolve, reject).finally(forget);
    });
  }

  private step(uri: string, options: EngineOptions): Promise<TrinoPage> {
    return this.send('GET', this.pathOf(uri), options);
  }

  private async send(
    method: 'GET' | 'POST',
    path: string,
    options: EngineOptions & { readonly once?: boolean },
    sql?: string,
  ): Promise<TrinoPage> {
    const { label } = this.settings;
    const address = { ...this.home, path };
    const body = sql === undefined ? undefined : new TextEncoder().encode(sql);
    const headers = trinoHeaders(this.settings, this.secret);
    const { value } = await engineCall(
      this.tools,
      { method, address, headers, body, who: label },
      options,
    );
    return readPage(value, label);
  }

  /** A path below that of the setting: `https://host/trino` and `/v1/statement`. */
  private below(path: string): string {
    return `${this.home.path.replace(/[?#].*$/s, '').replace(/\/+$/, '')}${path}`;
  }

  /**
   * Where the next step is, on the server that was asked: a coordinator behind a gateway often takes itself to be on
   * another port or plain http.
   */
  private pathOf(uri: string): string {
    const { label } = this.settings;
    const { hostname, path } = parseWebAddress(uri);
    if (hostname !== this.home.hostname || !path.includes('/v1/statement/')) {
      throw new SkybucketError('bad-address', `${label} goes on at another place (${hostname}).`, {
        hint: 'That is not followed, for safety. Put that address into the setting skybucket.engines.',
      });
    }
    return path.startsWith('/v1/') && this.home.path.length > 1 ? this.below(path) : path;
  }

  /** Ends a query on the server. Whether that worked makes no difference to anybody. */
  private async end(uri: string | undefined): Promise<void> {
    if (uri === undefined) {
      return;
    }
    const ending = new AbortController();
    const timer = setTimeout(() => ending.abort(), END_MS);
    try {
      await engineCall(
        this.tools,
        {
          ...{ method: 'DELETE', who: this.settings.label },
          address: { ...this.home, path: this.pathOf(uri) },
          headers: trinoHeaders(this.settings, this.secret),
        },
        { signal: ending.signal, also: [202, 204] },
      );
    } catch {
      // It is gone already, or the server ends it by itself when nobody asks for its rows.
    } finally {
      clearTimeout(timer);
    }
  }
}
