import type { PlaceReply } from '../../src/protocol/sky';
import type { Host } from '../image/host';
import { troubleOf } from '../image/host';
import { Question } from '../image/question';
import type { Position } from '../image/view';
import { createButton } from '../ui/button';
import { element, setText } from '../ui/dom';
import { createTextField } from '../ui/text-field';
import type { SkyModel } from './sky-model';
import { withPlace } from './sky-state';

export interface PlaceBarActions {
  /** Shows a pixel of the image. */
  onGo(pixel: Position): void;
  onClose(): void;
}

/** A field for a coordinate, a pixel or the name of an object, over the picture: Enter goes there. */
export class PlaceBar {
  readonly element: HTMLElement;
  /** How the pixels that are typed are counted. */
  origin: 0 | 1 = 1;
  readonly #model: SkyModel;
  readonly #actions: PlaceBarActions;
  readonly #question: Question<string>;
  readonly #words = element('div', { class: 'sky-understood', attributes: { role: 'status' } });
  readonly #error = element('div', { class: 'sky-problem', attributes: { role: 'alert' } });
  readonly #field = createTextField({
    label: 'Coordinate, pixel or name',
    placeholder: '10h21m33s +41d12m00s, 12 40 px, M 101',
    title: 'A coordinate, a pixel (12 40 px) or the name of an object. Arrow up: those before',
    onInput: () => {
      this.#at = -1;
      this.#show('', '');
      this.#question.cancel();
    },
    onKey: ({ key }) => this.#press(key),
  });
  /** Which of the places before is in the field; -1 for none. */
  #at = -1;
  #typed = '';

  constructor(host: Host, model: SkyModel, actions: PlaceBarActions) {
    this.#model = model;
    this.#actions = actions;
    this.#question = new Question(async (text, signal) => {
      const { ref, state } = model;
      if (ref === undefined) {
        return () => this.#show('', 'There is no picture.');
      }
      try {
        const params = { ...ref, text, frame: state.frame, origin: this.origin };
        const reply = await host.request('findPlace', params, { signal });
        return () => this.#arrive(text, reply);
      } catch (error) {
        const trouble = troubleOf(error);
        const { message = '', hint = '' } = trouble ?? {};
        return () => this.#show('', `${message} ${hint}`.trim());
      }
    });
    const go = createButton({ label: 'Go', look: 'primary', onClick: () => this.#go() });
    const close = createButton({
      label: 'Close',
      icon: 'close',
      title: 'Close (Escape)',
      onClick: () => this.close(),
    });
    this.element = element(
      'div',
      {
        class: 'sky-bar sky-place',
        attributes: { role: 'group', 'aria-label': 'Go to coordinate or name' },
      },
      [
        element('div', { class: 'sky-row' }, [this.#field.element, go.element, close.element]),
        this.#words,
        this.#error,
      ],
    );
    this.element.addEventListener('keydown', (event) => {
      if (event.key === 'Escape' && !event.defaultPrevented) {
        event.preventDefault();
        this.close();
      }
    });
    this.element.hidden = true;
    this.#show('', '');
  }

  get isOpen(): boolean {
    return !this.element.hidden;
  }

  open(): void {
    this.element.hidden = false;
    this.#at = -1;
    this.#field.focus();
  }

  close(): void {
    if (this.isOpen) {
      this.#question.cancel();
      this.#show('', '');
      this.element.hidden = true;
      this.#actions.onClose();
    }
  }

  /** What was understood was of another picture. */
  forget(): void {
    this.#question.cancel();
    this.#show('', '');
  }

  #press(key: string): boolean {
    if (key === 'Enter') {
      this.#go();
    } else if (key === 'Escape') {
      this.close();
    } else if (key === 'ArrowUp' || key === 'ArrowDown') {
      this.#recall(key === 'ArrowUp' ? 1 : -1);
    } else {
      return false;
    }
    return true;
  }

  /** Older or newer ones of the places before; the newest of all is what was being typed. */
  #recall(step: 1 | -1): void {
    const { places } = this.#model.state;
    const to = Math.min(Math.max(this.#at + step, -1), places.length - 1);
    if (to !== this.#at) {
      this.#typed = this.#at === -1 ? this.#field.value : this.#typed;
      this.#at = to;
      this.#field.setValue(places[to] ?? this.#typed);
      this.#show('', '');
    }
  }

  #go(): void {
    const text = this.#field.value.trim();
    if (text === '') {
      this.#show('', 'Type a coordinate, a pixel such as 12 40 px, or the name of an object.');
      this.#field.focus();
    } else {
      this.#show('Looking it up …', '');
      this.#question.ask(text);
    }
  }

  #arrive(text: string, { x, y, understood, inside }: PlaceReply): void {
    const { plane } = this.#model.shown ?? {};
    if (plane === undefined) {
      return;
    }
    this.#model.change({ places: withPlace(this.#model.state.places, text) });
    this.#at = -1;
    if (!Number.isFinite(x) || !Number.isFinite(y)) {
      this.#show('', `${understood} has no place in the coordinate system of this image.`);
    } else if (!inside) {
      const pixel = [x, y].map((each) => (each + this.origin).toFixed(1)).join(', ');
      this.#show('', `${understood} is not on this image: it would be pixel (${pixel}).`);
    } else {
      const within = (at: number, count: number): number =>
        Math.min(Math.max(Math.round(at), 0), count - 1);
      this.#show(understood, '');
      this.#actions.onGo([within(x, plane.width), within(y, plane.height)]);
    }
  }

  #show(words: string, error: string): void {
    setText(this.#words, words);
    setText(this.#error, error);
    this.#words.hidden = words === '';
    this.#error.hidden = error === '';
    this.#field.setInvalid(error !== '');
  }
}
