import { createButton } from '../ui/button';
import { element, setText } from '../ui/dom';

/** How far the making of a cutout is, and the way out of it. */
export class CutoutRun {
  readonly element: HTMLElement;
  readonly #bar = element('div', { class: 'cutout-bar' });
  readonly #track = element(
    'div',
    {
      class: 'cutout-track',
      attributes: { role: 'progressbar', 'aria-label': 'Making the cutout' },
    },
    [this.#bar],
  );
  readonly #share = element('span', { class: 'cutout-share' });
  #stop: AbortController | undefined;

  constructor() {
    const cancel = createButton({ label: 'Cancel', onClick: () => this.cancel() });
    this.element = element('div', { class: 'cutout-run' }, [
      this.#track,
      this.#share,
      cancel.element,
    ]);
    this.element.hidden = true;
  }

  get isRunning(): boolean {
    return this.#stop !== undefined;
  }

  /** Does one thing at a time; the one before is cancelled. */
  async during<T>(
    work: (signal: AbortSignal, onProgress: (progress: { done: number }) => void) => Promise<T>,
  ): Promise<T> {
    this.cancel();
    const stop = (this.#stop = new AbortController());
    this.#show(0);
    this.element.hidden = false;
    try {
      return await work(stop.signal, ({ done }) => {
        if (this.#stop === stop) {
          this.#show(done);
        }
      });
    } finally {
      if (this.#stop === stop) {
        this.#stop = undefined;
        this.element.hidden = true;
      }
    }
  }

  cancel(): void {
    this.#stop?.abort();
    this.#stop = undefined;
    this.element.hidden = true;
  }

  #show(done: number): void {
    const percent = Math.floor(100 * done);
    this.#bar.style.width = `${percent}%`;
    this.#track.setAttribute('aria-valuenow', String(percent));
    setText(this.#share, `${percent} %`);
  }
}
