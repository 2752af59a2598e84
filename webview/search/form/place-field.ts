import type { SearchForm, SearchPlace } from '../../../src/protocol/search';
import { troubleOf } from '../../image/host';
import { element, setText } from '../../ui/dom';
import type { SearchHost } from '../search-host';

/** A place is looked up when nothing has been typed for so long, in milliseconds. */
const REST = 500;

/** Where to search: what is typed, and how it is understood. */
export class PlaceField {
  readonly element: HTMLElement;
  readonly #host: SearchHost;
  readonly #onChange: () => void;
  readonly #place = input('Position or name', 'M 101, or 150.1 +2.2');
  readonly #radius = input('Radius', '');
  readonly #words = element('div', { class: 'place-words', attributes: { role: 'status' } });
  #service = '';
  #timer: ReturnType<typeof setTimeout> | undefined;
  #stop = new AbortController();

  constructor(host: SearchHost, onChange: () => void) {
    this.#host = host;
    this.#onChange = onChange;
    this.#radius.title = 'As an angle: 0.2 deg, 3\', 30"; a plain number is in degrees';
    this.element = element(
      'div',
      { class: 'field-row place-row', attributes: { role: 'group', 'aria-label': 'Place' } },
      [
        element('div', { class: 'field-head place-head' }, [
          element('span', { class: 'field-label', text: 'Place' }),
          element('span', { class: 'field-label', text: 'Radius' }),
        ]),
        element('div', { class: 'place-inputs' }, [this.#place, this.#radius]),
        this.#words,
      ],
    );
    for (const one of [this.#place, this.#radius]) {
      one.addEventListener('input', () => {
        this.#look();
        this.#onChange();
      });
    }
  }

  get place(): string {
    return this.#place.value;
  }

  /** Empty for what the form says. */
  get radius(): string {
    return this.#radius.value;
  }

  show({ service, place }: SearchForm): void {
    this.#service = service.id;
    this.#radius.placeholder = place.radius;
    this.#place.title = [
      'A position (10h21m33s +41d12m, 150.1 +2.2, l 120 b 30), or the name of an object.',
      place.shapes ? 'Or CIRCLE, RANGE or POLYGON with numbers in degrees.' : '',
      place.several ? 'Several with ; between them.' : '',
    ]
      .filter((line) => line !== '')
      .join('\n');
    this.#look();
  }

  set(place: string, radius: string): void {
    this.#place.value = place;
    this.#radius.value = radius;
    this.#look();
  }

  focus(): void {
    this.#place.focus();
  }

  #look(): void {
    clearTimeout(this.#timer);
    this.#stop.abort();
    this.#stop = new AbortController();
    const place = this.place.trim();
    if (place === '' || this.#service === '') {
      this.#say('', false);
      return;
    }
    const { signal } = this.#stop;
    this.#timer = setTimeout(() => void this.#ask(place, signal), REST);
  }

  async #ask(place: string, signal: AbortSignal): Promise<void> {
    const radius = this.radius.trim() || this.#radius.placeholder;
    const asked = { service: this.#service, place, radius };
    try {
      const found: SearchPlace = await this.#host.request('searchPlace', asked, { signal });
      if (!signal.aborted) {
        this.#say(found.understood, false);
      }
    } catch (error) {
      const trouble = troubleOf(error);
      if (trouble !== undefined && !signal.aborted) {
        this.#say([trouble.message, trouble.hint].filter(Boolean).join(' '), true);
      }
    }
  }

  #say(words: string, isWrong: boolean): void {
    setText(this.#words, words);
    this.#words.hidden = words === '';
    this.#words.classList.toggle('wrong', isWrong);
    this.#place.setAttribute('aria-invalid', String(isWrong));
  }
}

function input(label: string, placeholder: string): HTMLInputElement {
  return element('input', {
    class: 'search-input',
    attributes: { 'aria-label': label, placeholder, spellcheck: 'false', autocomplete: 'off' },
  });
}
