import type { Meter } from '../../core/bytes/meter';
import { Pause } from '../../core/catalogs/query/pause';
import { isCancelled, sentence } from '../../core/errors';
import type {
  CatalogProgress,
  CatalogResult,
  CatalogRunState,
  CatalogTable,
} from '../../protocol/catalog';
import type { RunEnd } from '../../worker/catalog/methods';
import type { RowsRun } from '../engines/engine-model';

interface CatalogRunNeeds {
  readonly meter: Meter;
  readonly now: () => number;
}

/** A result that was on show before another. */
export interface ShownBefore {
  readonly result: CatalogResult;
  readonly table: CatalogTable | undefined;
  readonly kept: boolean;
}

/** A query under way, and the result that it becomes. */
export class CatalogRun {
  progress: CatalogProgress | undefined;
  result: CatalogResult;
  readonly engine: string;
  readonly stop = new AbortController();
  readonly pause = new Pause();
  /** What it ended with, if that was an error. */
  failure: unknown;
  /** What was on show before, to come back where nothing came of it. */
  before: ShownBefore | undefined;
  readonly ended: Promise<void>;
  /** To be called when it has ended. */
  end!: () => void;
  private readonly spent: { readonly bytes: number; readonly requests: number };
  private pausedAt: number | undefined;
  private pausedFor = 0;

  constructor(
    { id, title, request, engine, sql }: RowsRun & Pick<CatalogResult, 'id' | 'title'>,
    private readonly needs: CatalogRunNeeds,
  ) {
    this.engine = engine;
    this.spent = needs.meter.figures();
    this.ended = new Promise((resolve) => (this.end = resolve));
    this.result = {
      ...{ id, title, request, engine, sql },
      ...{ state: 'running', complete: false, rows: 0, warnings: [] },
      ...{ bytes: 0, requests: 0, milliseconds: 0, at: needs.now() },
    };
  }

  get paused(): boolean {
    return this.pausedAt !== undefined;
  }

  setPaused(paused: boolean): void {
    const now = this.needs.now();
    if (paused) {
      this.pausedAt ??= now;
      this.pause.pause();
    } else {
      this.pausedFor += now - (this.pausedAt ?? now);
      this.pausedAt = undefined;
      this.pause.resume();
    }
  }

  /** Rows came. */
  grow(rows: number): void {
    this.result = { ...this.result, ...this.cost(), rows };
  }

  /**
   * Says how it ended.
   *
   * @param end undefined where it failed
   * @param rows that had come by then
   */
  settle(end: RunEnd | undefined, rows: number): void {
    const { failure } = this;
    const state: CatalogRunState = end?.state ?? (isCancelled(failure) ? 'stopped' : 'failed');
    const warnings = end?.warnings ?? [sentence(failure)];
    this.result = {
      ...this.result,
      ...this.cost(),
      ...{ state, warnings, complete: end?.complete ?? false, rows: end?.table.rows ?? rows },
    };
  }

  private cost(): Pick<CatalogResult, 'bytes' | 'requests' | 'milliseconds'> {
    const { bytes, requests } = this.needs.meter.figures();
    const now = this.needs.now();
    const paused = this.pausedFor + (now - (this.pausedAt ?? now));
    return {
      bytes: bytes - this.spent.bytes,
      requests: requests - this.spent.requests,
      milliseconds: Math.max(0, now - this.result.at - paused),
    };
  }
}
