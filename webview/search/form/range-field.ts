import type { FieldText, SearchField } from '../../../src/protocol/search';
import { element } from '../../ui/dom';
import type { FieldControl } from './field-control';

/** A field between two ends, each of which may be left open. */
export function createRangeField(
  field: SearchField,
  onChange: (text: FieldText) => void,
): FieldControl {
  const { label, extent, type, unit, example } = field;
  const words = type === 'date' ? 'A date (2024-05-01), with a time if need be, or an MJD' : '';
  const inputs = (['from', 'to'] as const).map((end, k) =>
    element('input', {
      class: 'search-input',
      title: [words || (example ?? ''), unit === undefined ? '' : `in ${unit}`]
        .filter(Boolean)
        .join(', '),
      attributes: {
        'aria-label': `${label} ${end}`,
        placeholder: type === 'number' && extent !== undefined ? shortNumber(extent[k]) : end,
        spellcheck: 'false',
        autocomplete: 'off',
      },
    }),
  );
  const [from, to] = inputs as [HTMLInputElement, HTMLInputElement];
  const tell = (): void => onChange({ range: [from.value, to.value] });
  inputs.forEach((input) => input.addEventListener('input', tell));
  return {
    element: element('div', { class: 'range-field' }, [
      from,
      element('span', { text: '–', attributes: { 'aria-hidden': 'true' } }),
      to,
    ]),
    // Every keystroke is taken at once.
    commit: () => undefined,
    focus: () => from.focus(),
    setText: (text) => {
      const ends = text === undefined ? [] : 'range' in text ? text.range : text.values;
      const [first = '', second = text !== undefined && 'values' in text ? first : ''] = ends;
      from.value = first;
      to.value = second;
    },
  };
}

function shortNumber(value: number | undefined): string {
  return value === undefined ? '' : String(Number(value.toPrecision(5)));
}
