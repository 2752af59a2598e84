import type { Picture } from '../image/picture';
import type { Position } from '../image/view';
import { createButton } from '../ui/button';
import { element, setText } from '../ui/dom';
import type { Measurement } from './measure';

const HELP = 'Drag from one place to another; Shift keeps the line level or upright.';

export interface MeasureBarActions {
  onCopy(): void;
  onClose(): void;
}

/** Says what is measured, to be read out and copied, and lets the keyboard measure from crosshair to crosshair. */
export class MeasureBar {
  readonly element: HTMLElement;
  readonly #measurement: Measurement;
  readonly #picture: Picture;
  readonly #text = element('span', { class: 'sky-measured' });
  readonly #spoken = element('span', { class: 'spoken', attributes: { role: 'status' } });
  readonly #start = createButton({
    label: 'From here',
    title: 'Measures from the crosshair, else from the middle of the view',
    onClick: () => {
      this.#from = this.#here();
      this.update(true);
    },
  });
  readonly #end = createButton({
    label: 'To here',
    title: 'Measures to the crosshair, else to the middle of the view',
    onClick: () => {
      const here = this.#here();
      if (this.#from !== undefined && here !== undefined) {
        this.#measurement.set(this.#from, here);
      }
    },
  });
  readonly #copy: ReturnType<typeof createButton>;
  /** Where the keyboard began. */
  #from: Position | undefined;

  constructor(measurement: Measurement, picture: Picture, actions: MeasureBarActions) {
    this.#measurement = measurement;
    this.#picture = picture;
    this.#copy = createButton({
      label: 'Copy the measurement',
      text: 'Copy',
      onClick: () => actions.onCopy(),
    });
    const close = createButton({
      label: 'Stop measuring',
      icon: 'close',
      title: 'Stop measuring (Escape)',
      onClick: () => actions.onClose(),
    });
    this.element = element(
      'div',
      { class: 'sky-bar sky-measure', attributes: { role: 'group', 'aria-label': 'Measure' } },
      [
        this.#text,
        this.#start.element,
        this.#end.element,
        this.#copy.element,
        close.element,
        this.#spoken,
      ],
    );
    this.update(false);
  }

  /** Whether it is in sight, and what it says. */
  update(shown: boolean): void {
    const { ends, words, sentence, settled } = this.#measurement;
    this.element.hidden = !shown;
    if (!shown) {
      this.#from = undefined;
    }
    setText(this.#text, ends === undefined ? HELP : words);
    this.#text.classList.toggle('sky-hint', ends === undefined);
    this.#text.title = sentence;
    this.#end.setDisabled(this.#from === undefined);
    this.#copy.element.hidden = ends === undefined;
    if (settled) {
      setText(this.#spoken, sentence);
    }
  }

  #here(): Position | undefined {
    return this.#picture.crosshair.pixel ?? this.#picture.centrePixel;
  }
}
