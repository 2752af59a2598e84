import type { MaskReply, PlaneRef } from '../../src/protocol/methods';
import type { SkyFrame } from '../../src/protocol/position';
import type { MaskQuestion } from '../mask/mask-probe';
import { isOwnMask, maskProbe, UNASKED_BYTES } from '../mask/mask-probe';
import { maskWords } from '../mask/mask-words';
import type { PositionQuestion } from '../sky/position-probe';
import { positionProbe } from '../sky/position-probe';
import type { Host } from './host';
import { troubleOf } from './host';
import { LatestOnly } from './latest';
import type { Question } from './question';
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
  /** The frame its position is told in. */
  readonly frame: SkyFrame;
  /** The data-quality mask of the plane, or undefined where it has none. */
  readonly mask?: MaskReply | undefined;
  /** Whether the user has asked for the mask, so that its values may cost something. */
  readonly maskConsulted?: boolean | undefined;
}

/** Keeps the exact value of the pixel in question, what its mask says and where it is, in the readout. */
export class ValueProbe {
  readonly #readout: Readout;
  readonly #latest: LatestOnly<Probe>;
  readonly #mask: Question<MaskQuestion>;
  readonly #position: Question<PositionQuestion>;
  #probe: Probe | undefined;
  #stale: ReturnType<typeof setTimeout> | undefined;
  #rest: ReturnType<typeof setTimeout> | undefined;

  constructor(host: Host, readout: Readout) {
    this.#readout = readout;
    this.#mask = maskProbe(host, (words) => readout.setMask(words));
    this.#position = positionProbe(host, (reply) => readout.setPosition(reply));
    this.#latest = new LatestOnly(async (probe, signal) => {
      const { ref, pixel, unit, mask } = probe;
      let text: string;
      try {
        text = (await host.request('value', { ...ref, x: pixel[0], y: pixel[1] }, { signal })).text;
      } catch (error) {
        text = troubleOf(error)?.message ?? '';
      }
      if (this.#probe === probe) {
        clearTimeout(this.#stale);
        readout.setValue(text, unit);
        if (mask !== undefined && isOwnMask(ref, mask)) {
          readout.setMask(maskWords(text, mask.bits));
        }
      }
    });
  }

  /** Asks for the value of a pixel, or for none. */
  ask(probe: Probe | undefined): void {
    this.#probe = probe;
    clearTimeout(this.#stale);
    clearTimeout(this.#rest);
    this.#mask.cancel();
    this.#position.cancel();
    this.#readout.setPixel(probe?.pixel);
    if (probe === undefined) {
      this.#latest.cancel();
    } else {
      this.#stale = setTimeout(() => this.#readout.setStale(), STALE_AFTER);
      this.#rest = setTimeout(() => this.#push(probe), REST);
    }
    if (probe?.mask === undefined) {
      this.#readout.setMask(undefined);
    }
  }

  #push(probe: Probe): void {
    const { ref, pixel, frame, mask, maskConsulted } = probe;
    this.#latest.push(probe);
    this.#position.ask({ ref, pixel, frame });
    if (mask === undefined || isOwnMask(ref, mask)) {
      return;
    }
    if (maskConsulted === true || mask.lookUpBytes <= UNASKED_BYTES) {
      this.#mask.ask({ mask, pixel });
    } else {
      this.#readout.setMask(undefined);
    }
  }
}
