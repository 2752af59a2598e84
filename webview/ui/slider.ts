import { element, setText } from './dom';

export interface SliderOptions {
  readonly label: string;
  readonly title: string;
  readonly min: number;
  readonly max: number;
  readonly step: number;
  /** At every move. */
  readonly onInput: (position: number) => void;
}

export interface SliderControl {
  readonly element: HTMLElement;
  /** `text` is what is shown, and heard, of the position. */
  setValue(position: number, text: string): void;
}

/** A labelled slider; the toolkit has none. */
export function createSlider(options: SliderOptions): SliderControl {
  const { label, title, min, max, step } = options;
  const input = element('input', {
    title,
    attributes: {
      type: 'range',
      min: String(min),
      max: String(max),
      step: String(step),
      'aria-label': label,
    },
  });
  const figure = element('span', { class: 'slider-figure', attributes: { 'aria-hidden': 'true' } });
  input.addEventListener('input', () => options.onInput(input.valueAsNumber));
  return {
    element: element('div', { class: 'slider' }, [
      element('span', {
        class: 'slider-label',
        text: label,
        attributes: { 'aria-hidden': 'true' },
      }),
      input,
      figure,
    ]),
    setValue: (position, text) => {
      input.value = String(position);
      input.setAttribute('aria-valuetext', text);
      setText(figure, text);
    },
  };
}
