import { element } from '../ui/dom';
import type { MaskColour } from './mask-state';
import { MASK_COLOURS } from './mask-state';

export interface ColourRow {
  readonly element: HTMLElement;
  setValue(colour: MaskColour): void;
}

/** A row of colours of which one is chosen; arrow keys choose at once. */
export function createColourRow(onChoose: (colour: MaskColour) => void): ColourRow {
  const names = Object.keys(MASK_COLOURS) as MaskColour[];
  const swatches = names.map((name) => {
    const swatch = element('span', {
      class: 'mask-colour',
      title: name,
      attributes: { role: 'radio', 'aria-label': name, tabindex: '-1' },
    });
    swatch.style.backgroundColor = cssColour(name);
    return swatch;
  });
  const row = element(
    'div',
    { class: 'mask-colours', attributes: { role: 'radiogroup', 'aria-label': 'Colour' } },
    swatches,
  );
  const choose = (at: number): void => {
    const name = names[at];
    if (name !== undefined) {
      swatches[at]?.focus();
      onChoose(name);
    }
  };
  row.addEventListener('click', (event) => {
    choose(swatches.findIndex((swatch) => swatch === event.target));
  });
  row.addEventListener('keydown', (event) => {
    const at = swatches.findIndex((swatch) => swatch === document.activeElement);
    const step = { ArrowLeft: -1, ArrowUp: -1, ArrowRight: 1, ArrowDown: 1 }[event.key];
    if (step !== undefined) {
      event.preventDefault();
      choose((at + step + names.length) % names.length);
    }
  });
  return {
    element: row,
    setValue: (colour) =>
      names.forEach((name, at) => {
        swatches[at]?.setAttribute('aria-checked', String(name === colour));
        swatches[at]?.setAttribute('tabindex', name === colour ? '0' : '-1');
      }),
  };
}

export function cssColour(colour: MaskColour): string {
  return `rgb(${MASK_COLOURS[colour].join(' ')})`;
}
