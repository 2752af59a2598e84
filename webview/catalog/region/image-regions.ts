import type { ImageRegion } from '../../../src/protocol/catalog';
import { troubleOf } from '../../image/host';
import { createButton } from '../../ui/button';
import { element, setText } from '../../ui/dom';
import type { CatalogHost } from '../catalog-host';
import type { TakenRegion } from './region-draft';

/** A list of the fields of the images that are open, and of the regions drawn there, to take one. */
export class ImageRegions {
  readonly element: HTMLElement;
  readonly #host: CatalogHost;
  readonly #onTake: (taken: TakenRegion) => void;
  readonly #list = element('div', {
    class: 'region-list',
    attributes: { role: 'group', 'aria-label': 'Fields and regions of open images' },
  });
  readonly #words = element('p', { class: 'region-none', attributes: { role: 'status' } });
  #stop = new AbortController();
  #taken: string | undefined;

  constructor(host: CatalogHost, onTake: (taken: TakenRegion) => void) {
    this.#host = host;
    this.#onTake = onTake;
    this.element = element('div', { class: 'region-part' }, [
      this.#list,
      this.#words,
      createButton({
        label: 'Look again',
        title: 'Lists the images that are open now',
        onClick: () => void this.look(),
      }).element,
    ]);
  }

  /** Marks what is taken; it may be of an image that is closed by now. */
  set taken(taken: TakenRegion | undefined) {
    this.#taken = taken === undefined ? undefined : JSON.stringify(taken);
    this.#mark();
  }

  /** Asks which images are open. */
  async look(): Promise<void> {
    this.#stop.abort();
    this.#stop = new AbortController();
    const { signal } = this.#stop;
    try {
      const { regions } = await this.#host.request('imageRegions', {}, { signal });
      if (!signal.aborted) {
        this.#show(regions);
      }
    } catch (error) {
      const trouble = troubleOf(error);
      if (trouble !== undefined && !signal.aborted) {
        setText(this.#words, [trouble.message, trouble.hint].filter(Boolean).join(' '));
      }
    }
  }

  #show(regions: readonly ImageRegion[]): void {
    setText(
      this.#words,
      regions.length === 0 ? 'No image with a place on the sky is open. Open one beside this.' : '',
    );
    this.#list.replaceChildren(
      ...regions.map(({ label, what, region }) => {
        const taken = { label, region };
        const row = element(
          'button',
          {
            class: 'region-choice',
            title: label,
            attributes: { type: 'button', 'data-taken': JSON.stringify(taken) },
          },
          [
            element('span', { class: 'region-choice-label', text: label }),
            element('span', {
              class: 'region-choice-note',
              text: what === 'field' ? 'field' : 'drawn',
            }),
          ],
        );
        row.addEventListener('click', () => this.#onTake(taken));
        return row;
      }),
    );
    this.#mark();
  }

  #mark(): void {
    for (const row of this.#list.querySelectorAll<HTMLElement>('.region-choice')) {
      row.ariaPressed = String(row.dataset['taken'] === this.#taken);
    }
  }
}
