import { createButton } from '../ui/button';
import { element, setText } from '../ui/dom';
import type { ActivityAction, ActivityContent } from './activity-content';

/** A line that says what is going on, or asks whether it should: text, progress, buttons. */
export class Activity {
  readonly element: HTMLElement;
  readonly #text = element('span', { class: 'activity-text', attributes: { role: 'status' } });
  readonly #bar = element('div', { class: 'progress-bar' });
  readonly #progress: HTMLElement;
  readonly #buttons = element('span', { class: 'activity-buttons' });
  #labels = '';
  #actions: readonly ActivityAction[] = [];

  readonly #leave: () => void;

  /** @param leave puts the focus elsewhere, when the button that had it has gone. */
  constructor(label: string, leave: () => void) {
    this.#leave = leave;
    this.#progress = element(
      'div',
      { class: 'progress', attributes: { role: 'progressbar', 'aria-label': label } },
      [this.#bar],
    );
    this.element = element('div', { class: 'activity' }, [
      this.#text,
      this.#progress,
      this.#buttons,
    ]);
    this.element.hidden = true;
  }

  show(content: ActivityContent | undefined): void {
    const focused = this.element.contains(document.activeElement);
    this.element.hidden = content === undefined;
    const { text, done, trouble = false, actions } = content ?? { text: '', actions: [] };
    this.element.classList.toggle('trouble', trouble);
    this.#text.role = trouble ? 'alert' : 'status';
    setText(this.#text, text);
    this.#text.title = text;
    this.#progress.hidden = done === undefined;
    const percent = Math.floor((done ?? 0) * 100);
    this.#bar.style.width = `${(done ?? 0) * 100}%`;
    this.#progress.ariaValueNow = String(percent);
    this.#progress.ariaValueText = `${percent} %`;
    this.#actions = actions;
    const labels = actions.map(({ label }) => label).join('\n');
    // Buttons stay while their words do: progress would take the focus from them.
    if (labels !== this.#labels) {
      this.#labels = labels;
      this.#buttons.replaceChildren(
        ...actions.map(
          ({ label, primary }, at) =>
            createButton({
              label,
              look: primary === true ? 'primary' : 'secondary',
              onClick: () => this.#actions[at]?.onClick(),
            }).element,
        ),
      );
      if (focused) {
        this.#leave();
      }
    }
  }
}
