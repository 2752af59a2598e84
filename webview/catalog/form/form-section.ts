import { element, setText } from '../../ui/dom';

/** A part of the form with a head that folds it away and says what is chosen in it. */
export class FormSection {
  readonly element: HTMLDetailsElement;
  readonly #note = element('span', { class: 'section-note' });

  constructor(label: string, content: readonly HTMLElement[], open = true) {
    this.element = element('details', { class: 'form-section' }, [
      element('summary', {}, [
        element('span', { class: 'section-label', text: label }),
        this.#note,
      ]),
      element('div', { class: 'section-body' }, content),
    ]);
    this.element.open = open;
  }

  /** Beside the name. */
  set note(text: string) {
    setText(this.#note, text);
    this.#note.title = text;
  }

  open(): void {
    this.element.open = true;
  }
}
