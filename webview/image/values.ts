import type { PlaneRef } from '../../src/protocol/methods';
import type { Host } from './host';
import { troubleOf } from './host';
import { LatestOnly } from './latest';
import type { Readout } from './readout';
import type { Position } from './view';

/** How long the value of the last pixel may stand beside the name of the next, in milliseconds. */
const STALE_AFTER = 120;
/** How long the pointer rests on a pixel before its value is asked for: it may cost a request. */
const REST = 60;

export interface Probe {
  readonly ref: PlaneRef;
  readonly pixel: Position;
  readonly unit: string | undefined;
}

/** Keeps the exact value of the pixel in question in the readout. */
export class ValueProbe {
  readonly #readout: Readout;
  readonly #latest: LatestOnly<Probe>;
  #probe: Probe | undefined;
  #stale: ReturnType<typeof setTimeout> | undefined;
  #rest: ReturnType<typeof setTimeout> | undefined;

  constructor(host: Host, readout: Readout) {
    this.#readout = readout;
    this.#latest = new LatestOnly(async (probe, signal) => {
      const { ref, pixel, unit } = probe;
      let text: string;
      try {
        text = (await host.request('value', { ...ref, x: pixel[0], y: pixel[1] }, { signal })).text;
      } catch (error) {
        text = troubleOf(error)?.message ?? '';
      }
      if (this.#probe === probe) {
        clearTimeout(this.#stale);
        readout.setValue(text, unit);
      }
    });
  }

  /** Asks for the value of a pixel, or for none. */
  ask(probe: Probe | undefined): void {
    this.#probe = probe;
    clearTimeout(this.#stale);
    clearTimeout(this.#rest);
    this.#readout.setPixel(probe?.pixel);
    if (probe === undefined) {
      this.#latest.cancel();
    } else {
      this.#stale = setTimeout(() => this.#readout.setStale(), STALE_AFTER);
      this.#rest = setTimeout(() => this.#latest.push(probe), REST);
    }
  }
}
