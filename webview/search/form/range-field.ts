import type { FieldText, SearchField } from '../../../src/protocol/search';
import { element } from '../../ui/dom';
import type { FieldControl } from './field-control';
import { fieldHelp, shortNumber } from './field-help';
import { createValuesField } from './values-field';

/** A field between two ends, each of which may be left open; of several ranges one chip each. */
export function createRangeField(
  field: SearchField,
  onChange: (text: FieldText) => void,
): FieldControl {
  const { label } = field;
  const inputs = (['from', 'to'] as const).map((end) =>
    element('input', {
      class: 'search-input',
      attributes: {
        'aria-label': `${label} ${end}`,
        spellcheck: 'false',
        autocomplete: 'off',
      },
    }),
  );
  const [from, to] = inputs as [HTMLInputElement, HTMLInputElement];
  inputs.forEach((input) =>
    input.addEventListener('input', () => onChange({ range: [from.value, to.value] })),
  );
  const ends = element('div', { class: 'range-field' }, [
    from,
    element('span', { text: '–', attributes: { 'aria-hidden': 'true' } }),
    to,
  ]);
  const several = createValuesField(
    { ...field, example: '1..2, >=5, <=9', choices: [] },
    // When the last of them is removed, two ends are there again.
    (text) => {
      onChange(text);
      show(text);
    },
  );
  const show = (text: FieldText | undefined): void => {
    const isSeveral = text !== undefined && 'values' in text && text.values.length > 0;
    ends.hidden = isSeveral;
    several.element.hidden = !isSeveral;
  };
  const learn = (known: SearchField): void => {
    const { extent, type } = known;
    inputs.forEach((input, end) => {
      const word = end === 0 ? 'from' : 'to';
      input.title = fieldHelp(known);
      input.placeholder =
        type === 'number' && extent !== undefined ? shortNumber(extent[end]) : word;
    });
  };
  learn(field);
  show(undefined);
  return {
    element: element('div', {}, [ends, several.element]),
    commit: () => {
      // Of the two ends every keystroke is taken at once.
      if (ends.hidden) {
        several.commit();
      }
    },
    learn,
    focus: () => (ends.hidden ? several.focus() : from.focus()),
    setText: (text) => {
      show(text);
      const [first = '', last = ''] = text !== undefined && 'range' in text ? text.range : [];
      from.value = first;
      to.value = last;
      several.setText(text);
    },
  };
}
