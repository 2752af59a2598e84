import type { AxisLine } from '../../src/protocol/methods';
import { formatCount } from '../../src/protocol/figures';
import { createButton } from '../ui/button';
import { element, setText } from '../ui/dom';
import { icon } from '../ui/icons';
import { createSlider } from '../ui/slider';
import { createTextField } from '../ui/text-field';
import { axisName, worldText } from './axis-text';
import { parseNumber } from './format';

export interface SliceRowActions {
  /** Goes to a 0-based index, which may lie outside. */
  go(to: number): void;
  step(by: number): void;
  play(): void;
}

/** One axis above the second: which index of it is shown, and what that stands for. */
export class SliceRow {
  readonly element: HTMLElement;
  readonly #axis: AxisLine;
  readonly #origin: 0 | 1;
  readonly #name: string;
  readonly #previous;
  readonly #next;
  readonly #play;
  readonly #slider;
  readonly #field;
  readonly #value = element('span', {
    class: 'slice-value',
    attributes: { 'data-field': 'world' },
  });

  /** `number` is n of NAXISn; indices are shown from `origin`. */
  constructor(axis: AxisLine, number: number, origin: 0 | 1, actions: SliceRowActions) {
    this.#axis = axis;
    this.#origin = origin;
    this.#name = axisName(axis, number);
    const { length } = axis;
    const where = `axis ${number}`;
    const last = length - 1 + origin;
    const spoken = axis.name === '' ? `Axis ${number}` : `Axis ${number}, ${axis.name}`;
    this.#previous = createButton({
      label: `Previous on ${where}`,
      icon: 'previous',
      onClick: () => actions.step(-1),
    });
    this.#next = createButton({
      label: `Next on ${where}`,
      icon: 'next',
      onClick: () => actions.step(1),
    });
    this.#slider = createSlider({
      label: `Slider of ${where}`,
      title: spoken,
      min: 0,
      max: length - 1,
      step: 1,
      onInput: (position) => actions.go(position),
    });
    this.#field = createTextField({
      label: `${spoken}, ${origin} to ${last}`,
      onCommit: (text) => {
        const typed = parseNumber(text);
        if (typed !== undefined) {
          actions.go(typed - origin);
        }
        // What was no number, or out of bounds, is put right.
        this.#field.setValue(String(this.#at + origin));
      },
      onKey: ({ key }) => {
        const by = { ArrowUp: 1, ArrowDown: -1, PageUp: 10, PageDown: -10 }[key];
        if (by !== undefined) {
          actions.step(by);
        }
        return by !== undefined;
      },
    });
    this.#field.element.dataset['axis'] = String(number - 3);
    this.#play = createButton({
      label: `Play ${where}`,
      icon: 'play',
      onClick: () => actions.play(),
    });
    this.#play.element.classList.add('slice-play');
    this.#play.element.append(icon('pause'));
    this.element = element(
      'div',
      { class: 'slice', attributes: { role: 'group', 'aria-label': spoken } },
      [
        element('span', { class: 'slice-name', text: this.#name, title: spoken }),
        this.#play.element,
        this.#previous.element,
        this.#slider.element,
        this.#next.element,
        this.#field.element,
        element('span', { class: 'slice-count', text: `of ${formatCount(length)}` }),
        this.#value,
      ],
    );
    this.playing = false;
  }

  #at = -1;

  /** Shows a 0-based index; what is being typed stays while the index does. */
  update(at: number): void {
    const world = worldText(this.#axis, at);
    const shown = String(at + this.#origin);
    if (at !== this.#at) {
      this.#at = at;
      this.#field.setValue(shown);
    }
    this.#slider.setValue(at, world === '' ? shown : `${shown}, ${world}`);
    this.#previous.setDisabled(at === 0);
    this.#next.setDisabled(at === this.#axis.length - 1);
    setText(this.#value, world);
  }

  set playing(playing: boolean) {
    this.#play.setPressed(playing);
    this.#play.element.title = playing ? 'Pause' : 'Play';
  }

  /** `Wavelength 5: 2.134 µm`, for where there is no room for more. */
  get summary(): string {
    const world = worldText(this.#axis, this.#at);
    const shown = `${this.#name} ${this.#at + this.#origin} of ${formatCount(this.#axis.length)}`;
    return world === '' ? shown : `${shown} (${world})`;
  }
}
