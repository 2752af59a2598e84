import type { CutoutMode } from '../../src/protocol/cutout';
import { createButton, type ButtonControl } from '../ui/button';
import { element, setText } from '../ui/dom';
import { createDropdown } from '../ui/dropdown';
import { createTextField, type TextFieldControl } from '../ui/text-field';
import type { CutoutState } from './cutout-state';

export interface FieldActions {
  /** Something is being typed. */
  onInput(): void;
  /** It has been typed. */
  onCommit(): void;
  onViewCentre(): void;
  onPick(): void;
  onSelected(): void;
  onOpen(): void;
}

const MODES = [
  { value: 'trim', label: 'Trim' },
  { value: 'partial', label: 'Fill up (partial)' },
  { value: 'strict', label: 'Refuse (strict)' },
] as const;

/** The fields of a cutout: where, how large, and what becomes of it at the edge. */
export class CutoutFields {
  readonly element: HTMLElement;
  readonly #centre: TextFieldControl;
  readonly #width: TextFieldControl;
  readonly #height: TextFieldControl;
  readonly #pick: ButtonControl;
  readonly #region: ButtonControl;
  readonly #mode = createDropdown<CutoutMode>({
    label: 'At the edge of the image',
    title: 'What becomes of a cutout that reaches over the edge of the image',
    onChange: (mode) => {
      this.#chosen = mode;
      this.#actions.onCommit();
    },
  });
  readonly #actions: FieldActions;
  #chosen: CutoutMode = 'trim';

  constructor(actions: FieldActions) {
    this.#actions = actions;
    const field = (label: string, placeholder: string, title: string): TextFieldControl =>
      createTextField({
        label,
        placeholder,
        title,
        onInput: () => actions.onInput(),
        onCommit: () => actions.onCommit(),
        onKey: ({ key }) => {
          if (key !== 'Enter') {
            return false;
          }
          actions.onOpen();
          return true;
        },
      });
    const place = 'A coordinate, a pixel (12 40 px) or the name of an object';
    this.#centre = field('Centre', '10h21m33s +41d12m, 12 40 px, M 101', place);
    const size = 'In pixels (256 px) or as an angle (30", 1.5\', 0.01 deg)';
    this.#width = field('Width', '256 px, 30"', size);
    this.#height = field('Height', 'as the width', size);
    const view = createButton({
      label: 'View centre',
      title: 'Takes the middle of what is seen of the picture',
      onClick: () => actions.onViewCentre(),
    });
    this.#pick = createButton({
      label: 'Click',
      text: 'Click …',
      title: 'Takes the pixel that is clicked next',
      onClick: () => actions.onPick(),
    });
    this.#region = createButton({
      label: 'Selected region',
      text: 'Region',
      title: 'Takes the middle and the size of the region that is selected',
      onClick: () => actions.onSelected(),
    });
    this.#mode.setChoices(MODES, 'trim');
    this.element = element('div', { class: 'cutout-fields' }, [
      row('Centre', [this.#centre.element]),
      element('div', { class: 'cutout-takes' }, [
        view.element,
        this.#pick.element,
        this.#region.element,
      ]),
      row('Size', [
        this.#width.element,
        element('span', { text: '×', attributes: { 'aria-hidden': 'true' } }),
        this.#height.element,
      ]),
      row('Edge', [this.#mode.element]),
    ]);
  }

  get centre(): string {
    return this.#centre.value.trim();
  }

  set centre(text: string) {
    this.#centre.setValue(text);
  }

  get state(): CutoutState {
    return {
      width: this.#width.value.trim(),
      height: this.#height.value.trim(),
      mode: this.#chosen,
    };
  }

  set state({ width, height, mode }: CutoutState) {
    this.#width.setValue(width);
    this.#height.setValue(height);
    this.#chosen = mode;
    this.#mode.setValue(mode);
  }

  set picking(picking: boolean) {
    this.#pick.setPressed(picking);
  }

  set hasRegion(has: boolean) {
    this.#region.setDisabled(!has);
  }

  set invalid(invalid: boolean) {
    for (const field of [this.#centre, this.#width, this.#height]) {
      field.setInvalid(invalid && field.value.trim() === '');
    }
  }

  focus(): void {
    this.#centre.focus();
  }
}

function row(label: string, content: readonly Node[]): HTMLElement {
  const name = element('span', { class: 'cutout-label', attributes: { 'aria-hidden': 'true' } });
  setText(name, label);
  return element('div', { class: 'cutout-row' }, [name, ...content]);
}
