import { createButton } from '../ui/button';
import { createCheckbox } from '../ui/checkbox';
import { element, setText } from '../ui/dom';
import { createPopover } from '../ui/popover';
import { createSlider } from '../ui/slider';
import { createBitList } from './bit-list';
import { createColourRow, cssColour } from './colour-row';
import type { MaskModel } from './mask-model';
import { LEAST_OPACITY } from './mask-state';
import './mask.css';

const LABEL = 'Data quality';

/**
 * The menu of the data-quality mask: which bits lie over the picture, in which colour. It is not there
 * where the picture has no mask.
 */
export function createMaskMenu(model: MaskModel): { readonly element: HTMLElement } {
  const overlay = createCheckbox({
    label: 'Show over the picture',
    title: 'Marks the pixels in which any of the chosen bits is set (M)',
    onChange: (shown) => model.change({ shown }),
  });
  const bits = createBitList((bit, chosen) => {
    model.choose(bit, chosen);
    // Who chooses a bit wants to see where it is set.
    if (chosen && !model.state.shown) {
      model.change({ shown: true });
    }
  });
  const all = createButton({ label: 'All bits', text: 'All', onClick: () => model.chooseAll() });
  const none = createButton({
    label: 'No bits',
    text: 'None',
    onClick: () => model.chooseNone(),
  });
  const colours = createColourRow((colour) => model.change({ colour }));
  const opacity = createSlider({
    label: 'Opacity',
    title: 'Opacity of the marks',
    min: LEAST_OPACITY,
    max: 1,
    step: 0.05,
    onInput: (share) => model.change({ opacity: share }),
  });
  const name = element('span', { class: 'mask-name' });
  const popover = createPopover({
    label: LABEL,
    title: `${LABEL}: marks chosen bits of the mask (M)`,
    kind: 'dialog',
    content: [
      element('div', { class: 'popover-part mask-head' }, [overlay.element, name]),
      bits.element,
      element('div', { class: 'popover-part mask-choose' }, [all.element, none.element]),
      element('div', { class: 'popover-part' }, [
        element('span', {
          class: 'slider-label',
          text: 'Colour',
          attributes: { 'aria-hidden': 'true' },
        }),
        colours.element,
      ]),
      element('div', { class: 'popover-part' }, [opacity.element]),
    ],
    onOpen: () => bits.focus(),
  });
  popover.button.classList.add('mask-choice');
  popover.setText('DQ');
  const dot = element('span', { class: 'mask-dot', attributes: { 'aria-hidden': 'true' } });
  popover.button.prepend(dot);

  const show = (): void => {
    const { mask, state } = model;
    popover.element.hidden = mask === undefined;
    if (mask === undefined) {
      popover.close();
      return;
    }
    overlay.setChecked(state.shown);
    bits.show(mask.bits, model.bits);
    colours.setValue(state.colour);
    opacity.setValue(state.opacity, `${Math.round(100 * state.opacity)} %`);
    setText(name, mask.name);
    name.title =
      mask.namesFrom === '' ? mask.name : `${mask.name}, bits as ${mask.namesFrom} names them`;
    dot.style.backgroundColor = state.shown ? cssColour(state.colour) : 'transparent';
    dot.classList.toggle('on', state.shown);
    popover.button.setAttribute('aria-label', `${LABEL}: ${state.shown ? 'shown' : 'not shown'}`);
  };
  model.onChange(show);
  show();
  return { element: popover.element };
}
