import type { OverlayLayer } from '../overlay/layer';
import { element, setText } from '../ui/dom';

/** Says over the picture which of two is shown; not there while there is but one. */
export class SideBadge implements OverlayLayer {
  readonly element: HTMLElement;
  readonly #sides = [side('A'), side('B')] as const;

  constructor() {
    this.element = element('div', { class: 'match-badges' }, [
      element(
        'div',
        { class: 'match-badge', attributes: { role: 'status' } },
        this.#sides.map(({ row }) => row),
      ),
    ]);
    this.element.hidden = true;
  }

  /** @param shown 0 for the first. */
  show(names: readonly [string, string] | undefined, shown: 0 | 1): void {
    this.element.hidden = names === undefined;
    this.#sides.forEach(({ row, name }, at) => {
      setText(name, names?.[at] ?? '');
      row.classList.toggle('match-on', at === shown);
      // Heard is what is shown.
      row.setAttribute('aria-hidden', String(at !== shown));
    });
  }

  draw(): void {
    // All of it is an element.
  }
}

function side(letter: string): { readonly row: HTMLElement; readonly name: HTMLElement } {
  const name = element('span', { class: 'match-side-name' });
  const row = element('span', { class: 'match-side' }, [
    element('b', { class: 'match-letter', text: letter }),
    name,
  ]);
  return { row, name };
}
