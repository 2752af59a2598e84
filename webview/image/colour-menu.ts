import type { ColourMapName } from '../../src/protocol/display';
import { COLOUR_MAPS } from '../../src/protocol/display';
import { createButton } from '../ui/button';
import { createCheckbox } from '../ui/checkbox';
import { createChoices } from '../ui/choices';
import { element } from '../ui/dom';
import type { PopoverControl } from '../ui/popover';
import { createPopover } from '../ui/popover';
import { createSlider } from '../ui/slider';
import { MAX_CONTRAST } from './adjust';
import { cssGradient } from './colour-maps';
import type { Display, DisplayModel } from './display';

/** The least contrast the slider reaches; it moves by powers of ten, with 1 in the middle. */
const LEAST_CONTRAST = 1 / MAX_CONTRAST;

/** The menu of the colour maps, with inversion, contrast and bias. */
export function createColourMenu(display: DisplayModel, onReset: () => void): PopoverControl {
  const swatches = new Map<ColourMapName, HTMLElement>();
  const choices = createChoices<ColourMapName>({
    label: 'Colour map',
    choices: COLOUR_MAPS.map((value) => ({ value, label: value })),
    adorn: (map) => {
      const swatch = element('span', { class: 'swatch' });
      swatches.set(map, swatch);
      return swatch;
    },
    // It stays open: the next thing to try is another map, or a slider.
    onChoose: (colourMap) => display.change({ colourMap }),
  });
  const invert = createCheckbox({
    label: 'Inverted',
    title: 'From the last colour to the first (I)',
    onChange: (inverted) => display.change({ inverted }),
  });
  const contrast = createSlider({
    label: 'Contrast',
    title: 'Contrast ( < and > , or drag up and down with the right button)',
    min: Math.log10(LEAST_CONTRAST),
    max: Math.log10(MAX_CONTRAST),
    step: 0.02,
    onInput: (power) => display.change({ contrast: 10 ** power }),
  });
  const bias = createSlider({
    label: 'Bias',
    title: 'Bias ( , and . , or drag sideways with the right button)',
    min: 0,
    max: 1,
    step: 0.01,
    onInput: (position) => display.change({ bias: position }),
  });
  const reset = createButton({
    label: 'Reset colours',
    title: 'Contrast 1 and bias 0.5 (D)',
    onClick: onReset,
  });
  const popover = createPopover({
    label: 'Colours',
    title: 'Colour map, contrast and bias (N, Shift+N)',
    kind: 'dialog',
    content: [
      choices.element,
      element('div', { class: 'popover-part' }, [invert.element]),
      element('div', { class: 'popover-part' }, [contrast.element]),
      element('div', { class: 'popover-part' }, [bias.element]),
      element('div', { class: 'popover-part' }, [reset.element]),
    ],
    onOpen: () => choices.focus(),
  });
  choices.element.classList.add('colour-choices');
  const current = element('span', { class: 'swatch' });
  popover.button.prepend(current);

  let drawn: boolean | undefined;
  const show = (now: Display): void => {
    choices.setValue(now.colourMap);
    popover.setText(now.colourMap);
    current.style.backgroundImage = cssGradient(now.colourMap, now.inverted);
    if (drawn !== now.inverted) {
      drawn = now.inverted;
      for (const [map, swatch] of swatches) {
        swatch.style.backgroundImage = cssGradient(map, now.inverted);
      }
    }
    invert.setChecked(now.inverted);
    contrast.setValue(
      Math.log10(Math.max(now.contrast, LEAST_CONTRAST)),
      now.contrast.toFixed(now.contrast < 9.995 ? 2 : 1),
    );
    bias.setValue(now.bias, now.bias.toFixed(2));
  };
  display.onChange(show);
  show(display.current);
  return popover;
}
