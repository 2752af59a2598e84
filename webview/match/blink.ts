import type { Picture } from '../image/picture';

/** Shows two pictures in turns. */
export class Blink {
  #interval = 1;
  #timer: ReturnType<typeof setInterval> | undefined;

  constructor(
    private readonly picture: Pick<Picture, 'partner' | 'showPartner'>,
    /** Shows one of both. */
    private readonly show: (partner: boolean) => void,
  ) {}

  /** Seconds each is shown. */
  get interval(): number {
    return this.#interval;
  }

  set interval(seconds: number) {
    this.#interval = seconds;
    if (this.on) {
      this.#begin();
    }
  }

  get on(): boolean {
    return this.#timer !== undefined;
  }

  set on(on: boolean) {
    if (on && this.picture.partner !== undefined) {
      this.#begin();
    } else {
      clearInterval(this.#timer);
      this.#timer = undefined;
    }
  }

  #begin(): void {
    clearInterval(this.#timer);
    this.#timer = setInterval(() => {
      // Who cannot see it needs no blinking.
      if (document.visibilityState === 'visible') {
        this.show(!this.picture.showPartner);
      }
    }, 1000 * this.#interval);
  }
}
