import { element } from '../ui/dom';
import type { RegionColour } from './region-colours';
import { DEFAULT_COLOUR, REGION_COLOURS } from './region-colours';

export interface ColourSwatches {
  readonly element: HTMLElement;
  /** As the region has it; empty is the default. */
  setValue(colour: string): void;
}

/** The colours of regions, of which one is chosen; arrow keys choose at once. */
export function createSwatches(onChoose: (colour: RegionColour) => void): ColourSwatches {
  const names = Object.keys(REGION_COLOURS) as RegionColour[];
  const swatches = names.map((name) => {
    const swatch = element('span', {
      class: 'region-colour',
      title: name,
      attributes: { role: 'radio', 'aria-label': name },
    });
    swatch.style.backgroundColor = REGION_COLOURS[name];
    return swatch;
  });
  const row = element(
    'div',
    { class: 'region-colours', attributes: { role: 'radiogroup', 'aria-label': 'Colour' } },
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
    if (event.key === ' ' || event.key === 'Enter') {
      event.preventDefault();
      choose(at);
    } else if (step !== undefined) {
      event.preventDefault();
      choose((at + step + names.length) % names.length);
    }
  });
  return {
    element: row,
    setValue: (colour) => {
      const name = colour === '' ? DEFAULT_COLOUR : colour.toLowerCase();
      const known = names.some((each) => each === name);
      names.forEach((each, at) => {
        swatches[at]?.setAttribute('aria-checked', String(each === name));
        swatches[at]?.setAttribute('tabindex', each === name || (!known && at === 0) ? '0' : '-1');
      });
    },
  };
}
