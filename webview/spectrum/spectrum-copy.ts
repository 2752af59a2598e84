import type { AxisLine } from '../../src/protocol/methods';
import { MOST_LINE_POINTS } from '../../src/protocol/methods';
import type { Host } from '../image/host';
import { troubleOf } from '../image/host';
import { troubleText } from '../inspector/demand-line';
import type { LineData } from './line-data';
import { lineData } from './line-data';
import type { LineTarget } from './line-loader';
import { copiedName, dataText } from './spectrum-text';

export interface CopiedView {
  readonly target: LineTarget;
  readonly data: LineData;
  /** The pixels `[x0, x1)` in sight. */
  readonly seen: { readonly x0: number; readonly x1: number };
  readonly axis: AxisLine | undefined;
  readonly origin: 0 | 1;
}

export interface CopyListener {
  onCopy(text: string, what: string): void;
  /** `trouble` changed. */
  onTrouble(): void;
}

/** Copies what is in sight: pixel by pixel, which may have to be read, unless they are too many. */
export class SpectrumCopy {
  readonly #host: Host;
  readonly #listener: CopyListener;
  #stop = new AbortController();
  #trouble: string | undefined;

  constructor(host: Host, listener: CopyListener) {
    this.#host = host;
    this.#listener = listener;
  }

  /** Why the last copy failed. */
  get trouble(): string | undefined {
    return this.#trouble;
  }

  async start(view: CopiedView): Promise<void> {
    this.stop();
    const stop = new AbortController();
    this.#stop = stop;
    const { target, data, seen, axis, origin } = view;
    try {
      const points = seen.x1 - seen.x0;
      const reads = data.step > 1 && points <= MOST_LINE_POINTS;
      const found = reads ? await this.#read(target, seen, stop.signal) : data;
      if (!stop.signal.aborted) {
        const text = dataText(found, seen, axis, target.plane.unit, origin);
        this.#listener.onCopy(text, copiedName(text, found));
      }
    } catch (error) {
      const trouble = troubleOf(error);
      if (!stop.signal.aborted && trouble !== undefined) {
        this.#trouble = `The values could not be copied. ${troubleText(trouble)}`;
      }
    }
    this.#listener.onTrouble();
  }

  /** Something else is in sight: what was said of a copy is of no use any more. */
  forget(): void {
    this.#trouble = undefined;
  }

  stop(): void {
    this.#stop.abort();
    this.forget();
  }

  async #read(
    { ref }: LineTarget,
    { x0, x1 }: CopiedView['seen'],
    signal: AbortSignal,
  ): Promise<LineData> {
    const asked = { ...ref, x0, x1, points: x1 - x0 };
    return lineData(await this.#host.request('line', asked, { signal }), x1);
  }
}
