import type { StretchName } from '../../src/protocol/display';
import { STRETCHES } from '../../src/protocol/display';
import { createChoices } from '../ui/choices';
import { element } from '../ui/dom';
import type { PopoverControl } from '../ui/popover';
import { createPopover } from '../ui/popover';
import { createTextField } from '../ui/text-field';
import { PARAMETER_BOUNDS } from './curve';
import type { Display, DisplayModel, StretchParameters } from './display';
import { formatNumber, parseNumber } from './format';
import { STRETCH_LABELS } from './labels';

const FORMULAS: Readonly<Record<keyof StretchParameters, string>> = {
  log: 'log(1 + a·x) / log(1 + a)',
  asinh: 'asinh(x / a) / asinh(1 / a)',
  sinh: 'sinh(x / a) / sinh(1 / a)',
  power: 'x to the power of a',
};

/** The menu of the stretches, with the parameter `a` of those that have one. */
export function createStretchMenu(display: DisplayModel): PopoverControl {
  const choices = createChoices<StretchName>({
    label: 'Stretch',
    choices: STRETCHES.map((value) => ({
      value,
      label: value === 'histogram' ? 'histogram equalisation' : STRETCH_LABELS[value],
    })),
    onChoose: (stretch, settled) => {
      display.change({ stretch });
      // Who chose a stretch with a parameter may want to change that next.
      if (settled && parameterOf(display.current) === undefined) {
        popover.close();
      }
    },
  });
  const field = createTextField({
    label: 'Parameter a of the stretch',
    onCommit: (text) => commit(text),
  });
  const parameter = element('div', { class: 'popover-part' }, [
    element('span', { text: 'a', attributes: { 'aria-hidden': 'true' } }),
    field.element,
  ]);
  const formula = element('p', { class: 'popover-note' });
  const popover = createPopover({
    label: 'Stretch',
    title: 'Stretch: how values between the limits become colours (L, Shift+L)',
    kind: 'dialog',
    content: [choices.element, parameter, formula],
    onOpen: () => choices.focus(),
  });

  const commit = (text: string): void => {
    const name = parameterOf(display.current);
    const a = parseNumber(text);
    if (name !== undefined) {
      const [least, most] = PARAMETER_BOUNDS[name];
      const valid = a !== undefined && a >= least && a <= most;
      field.setInvalid(!valid);
      if (valid) {
        display.change({ parameters: { ...display.current.parameters, [name]: a } });
      }
    }
  };
  const show = (current: Display): void => {
    const name = parameterOf(current);
    choices.setValue(current.stretch);
    popover.setText(STRETCH_LABELS[current.stretch]);
    parameter.hidden = name === undefined;
    formula.textContent = name === undefined ? '' : FORMULAS[name];
    if (name !== undefined) {
      const [least, most] = PARAMETER_BOUNDS[name];
      field.element.title = `From ${formatNumber(least, 3)} to ${formatNumber(most, 3)}`;
      field.setValue(formatNumber(current.parameters[name], 6));
      field.setInvalid(false);
    }
  };
  display.onChange(show);
  show(display.current);
  return popover;
}

/** The stretch on show where it has a parameter. */
function parameterOf({ stretch, parameters }: Display): keyof StretchParameters | undefined {
  return stretch in parameters ? (stretch as keyof StretchParameters) : undefined;
}
