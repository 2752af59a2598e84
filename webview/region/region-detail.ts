import type { Region, Shape } from '../../src/protocol/region';
import { formatNumber, parseNumber } from '../image/format';
import { createButton } from '../ui/button';
import { createCheckbox } from '../ui/checkbox';
import { element, setText } from '../ui/dom';
import { createSwatches } from '../ui/swatches';
import type { TextFieldControl } from '../ui/text-field';
import { createTextField } from '../ui/text-field';
import { DEFAULT_COLOUR, REGION_COLOURS } from './region-colours';
import type { RegionModel } from './region-model';
import { TOOL_NAMES } from './region-words';
import type { ShapeField } from './shape-fields';
import { fieldsOf } from './shape-fields';

/** Digits of the numbers in the fields: a ten-thousandth of a pixel on the largest images. */
const DIGITS = 9;

/** The selected region: its label, colour and numbers, all of which can be changed. */
export class RegionDetail {
  readonly element: HTMLElement;
  readonly #model: RegionModel;
  readonly #title = element('h3');
  readonly #name = createTextField({
    label: 'Label',
    placeholder: 'Label',
    onCommit: (text) => this.#change({ text: text.trim() }),
  });
  readonly #colours = createSwatches(REGION_COLOURS, (colour) => this.#change({ colour }));
  readonly #excluded = createCheckbox({
    label: 'Excluded',
    title: 'A region that is cut out of the others: -circle(…) in a region file',
    onChange: (excluded) => this.#change({ include: !excluded }),
  });
  readonly #numbers = element('div', { class: 'region-numbers' });
  #fields: readonly TextFieldControl[] = [];
  #made = '';
  #origin: 0 | 1 = 1;

  /** `onRemoved`: the button for it had the focus. */
  constructor(model: RegionModel, onRemoved: () => void) {
    this.#model = model;
    const remove = createButton({
      label: 'Delete this region',
      icon: 'delete',
      title: 'Delete this region (Del)',
      onClick: () => {
        if (model.selected !== undefined) {
          model.remove(model.selected);
          onRemoved();
        }
      },
    });
    this.element = element(
      'section',
      { class: 'region-detail', attributes: { 'aria-label': 'Selected region' } },
      [
        element('div', { class: 'region-title' }, [
          this.#title,
          element('span', { class: 'spacer' }),
          remove.element,
        ]),
        this.#name.element,
        element('div', { class: 'region-look' }, [
          this.#colours.element,
          element('span', { class: 'spacer' }),
          this.#excluded.element,
        ]),
        this.#numbers,
      ],
    );
  }

  /** Lets the user type a label. */
  focusName(): void {
    this.#name.focus();
  }

  update(origin: 0 | 1): void {
    const { selectedRegion: region, selected } = this.#model;
    this.element.hidden = region === undefined;
    if (region === undefined || selected === undefined) {
      return;
    }
    this.#origin = origin;
    setText(this.#title, titleOf(region.shape, selected));
    if (!this.#name.focused) {
      this.#name.setValue(region.text);
    }
    this.#colours.setValue(region.colour.toLowerCase() || DEFAULT_COLOUR);
    this.#excluded.setChecked(!region.include);
    this.#showNumbers(region.shape, selected);
  }

  #showNumbers(shape: Shape, selected: number): void {
    const fields = fieldsOf(shape, this.#origin);
    const made = madeFor(shape, selected);
    if (made !== this.#made) {
      this.#made = made;
      this.#name.setValue(this.#model.selectedRegion?.text ?? '');
      this.#fields = fields.map((field, at) => this.#field(field, at));
      this.#numbers.replaceChildren(
        ...fields.map(({ label, title }, at) =>
          element('div', { class: 'region-number' }, [
            element('span', {
              class: 'region-number-name',
              text: label,
              title,
              attributes: { 'aria-hidden': 'true' },
            }),
            ...(this.#fields[at] === undefined ? [] : [this.#fields[at].element]),
          ]),
        ),
      );
    }
    fields.forEach((field, at) => {
      const control = this.#fields[at];
      if (control?.focused === false) {
        control.setValue(formatNumber(field.value, DIGITS));
        control.setInvalid(false);
      }
    });
  }

  /**
   * What a number means for the region as it is now: the panel follows at its own pace, and who types fast is in
   * the next field before it has. Undefined once another one is selected.
   */
  #meaning(at: number): ShapeField | undefined {
    const { selectedRegion: region, selected } = this.#model;
    return region !== undefined && this.#made === madeFor(region.shape, selected)
      ? fieldsOf(region.shape, this.#origin)[at]
      : undefined;
  }

  #field({ label, title }: ShapeField, at: number): TextFieldControl {
    const control = createTextField({
      label,
      title,
      onInput: (text) => control.setInvalid(this.#read(text, at) === undefined),
      onCommit: (text) => {
        const shape = this.#read(text, at);
        if (shape === undefined) {
          // What cannot be is not kept: the number there was comes back.
          control.setValue(formatNumber(this.#meaning(at)?.value ?? 0, DIGITS));
          control.setInvalid(false);
        } else {
          this.#model.reshape(shape);
        }
      },
    });
    return control;
  }

  #read(text: string, at: number): Shape | undefined {
    const value = parseNumber(text);
    return value === undefined ? undefined : this.#meaning(at)?.with(value);
  }

  #change(change: Partial<Region>): void {
    const { selected, selectedRegion } = this.#model;
    if (selected !== undefined && selectedRegion !== undefined) {
      this.#model.replace(selected, { ...selectedRegion, ...change });
    }
  }
}

/** Fields are made anew for another region, and for one of another kind. */
function madeFor(shape: Shape, selected: number | undefined): string {
  return `${selected} ${shape.kind}`;
}

function titleOf(shape: Shape, index: number): string {
  const name = `${TOOL_NAMES[shape.kind]} ${index + 1}`;
  return shape.kind === 'polygon' ? `${name}, ${shape.vertices.length} vertices` : name;
}
