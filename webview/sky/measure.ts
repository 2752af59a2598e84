import type { SeparationReply } from '../../src/protocol/sky';
import type { Host } from '../image/host';
import { troubleOf } from '../image/host';
import { LatestOnly } from '../image/latest';
import type { Position } from '../image/view';
import { angleWords, pixelWords } from './angle-words';
import type { SkyModel } from './sky-model';

interface Ends {
  readonly from: Position;
  readonly to: Position;
}

/** A measured line: its ends in image positions, and what is known of it. */
export class Measurement {
  readonly #latest: LatestOnly<Ends>;
  readonly #onChange: () => void;
  #ends: Ends | undefined;
  /** Of these ends or, while they are dragged, of those a moment ago. */
  #reply: SeparationReply | undefined;
  #problem = '';
  #answered: Ends | undefined;

  constructor(host: Host, model: SkyModel, onChange: () => void) {
    this.#onChange = onChange;
    this.#latest = new LatestOnly(async (ends, signal) => {
      const { ref, state } = model;
      if (ref === undefined) {
        return;
      }
      try {
        const params = { ...ref, ...ends, frame: state.frame };
        const reply = await host.request('separation', params, { signal });
        if (this.#ends !== undefined) {
          this.#reply = reply;
          this.#problem = '';
        }
      } catch (error) {
        this.#reply = undefined;
        this.#problem = troubleOf(error)?.message ?? '';
      }
      this.#answered = ends;
      onChange();
    });
  }

  get ends(): Ends | undefined {
    return this.#ends;
  }

  /** Whether what is said is of the line as it is. */
  get settled(): boolean {
    return this.#answered === this.#ends;
  }

  set(from: Position, to: Position): void {
    this.#ends = { from, to };
    this.#latest.push(this.#ends);
    this.#onChange();
  }

  /** Asks again: the frame that angles are counted in is another. */
  again(): void {
    if (this.#ends !== undefined) {
      this.set(this.#ends.from, this.#ends.to);
    }
  }

  clear(): void {
    this.#latest.cancel();
    this.#ends = undefined;
    this.#reply = undefined;
    this.#problem = '';
    this.#onChange();
  }

  /** `12.34″ · 398.2 px · PA 45.6°`, as far as it is known. */
  get words(): string {
    return this.#parts((angle) => `PA ${angle}`).join(' · ');
  }

  /** For who is told, or pastes it: `12.34″, 398.2 px, position angle 45.6°`. */
  get sentence(): string {
    return [...this.#parts((angle) => `position angle ${angle}`), this.#problem]
      .filter((part) => part !== '')
      .join(', ');
  }

  #parts(angled: (angle: string) => string): string[] {
    if (this.#ends === undefined) {
      return [];
    }
    const { from, to } = this.#ends;
    const { separation, positionAngle } = this.#reply ?? {};
    const parts = [pixelWords(Math.hypot(to[0] - from[0], to[1] - from[1]))];
    if (isNumber(separation)) {
      parts.unshift(angleWords(separation));
      if (isNumber(positionAngle) && separation > 0) {
        parts.push(angled(`${(Math.round(positionAngle * 100) / 100).toFixed(2)}°`));
      }
    }
    return parts;
  }
}

/** What has no number may arrive as null. */
function isNumber(value: number | null | undefined): value is number {
  return typeof value === 'number' && Number.isFinite(value);
}
