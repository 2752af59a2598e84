import { element } from './dom';
import './swatches.css';

export interface Swatches {
  readonly element: HTMLElement;
  /** A colour that is not among them leaves none chosen. */
  setValue(colour: string): void;
}

const STEPS: Readonly<Record<string, number>> = {
  ArrowLeft: -1,
  ArrowUp: -1,
  ArrowRight: 1,
  ArrowDown: 1,
};

/**
 * A row of colours of which one is chosen; arrow keys choose at once.
 *
 * @param colours what each looks like in CSS, by its name.
 */
export function createSwatches<C extends string>(
  colours: Readonly<Record<C, string>>,
  onChoose: (colour: C) => void,
): Swatches {
  const names = Object.keys(colours) as C[];
  const swatches = names.map((name) => {
    const swatch = element('span', {
      class: 'colour-pick',
      title: name,
      attributes: { role: 'radio', 'aria-label': name, tabindex: '-1' },
    });
    swatch.style.backgroundColor = colours[name];
    return swatch;
  });
  const row = element(
    'div',
    { class: 'colour-picks', attributes: { role: 'radiogroup', 'aria-label': 'Colour' } },
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
    const step = Object.hasOwn(STEPS, event.key) ? STEPS[event.key] : undefined;
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
      const isKnown = names.some((name) => name === colour);
      names.forEach((name, at) => {
        const hasTabStop = name === colour || (!isKnown && at === 0);
        swatches[at]?.setAttribute('aria-checked', String(name === colour));
        swatches[at]?.setAttribute('tabindex', hasTabStop ? '0' : '-1');
      });
    },
  };
}
