import { countOf, formatBytes } from '../../src/protocol/figures';
import type { TableCost } from '../../src/protocol/table';
import type { Trouble } from '../image/host';
import { createButton } from '../ui/button';
import { element, setText } from '../ui/dom';
import type { DemandState } from './on-demand';

/** How long a reading lasts before it is told of, in milliseconds: most are over at once. */
const DELAY = 200;

export interface DemandLineOptions {
  /** In the middle of a sentence: `this column`. */
  readonly name: string;
  /** Said of the cost in place of {@link costText}, where requests cannot be foreseen. */
  readonly offer?: (cost: TableCost) => string;
  readonly onRead: () => void;
  readonly onCancel: () => void;
}

export interface ReadProgress {
  /** 0 to 1. */
  readonly share: number;
  readonly text: string;
}

/** How far a reading is, what it would cost, or why it failed: one line, or nothing. */
export class DemandLine {
  readonly element: HTMLElement;
  readonly #options: DemandLineOptions;
  readonly #bar = element('div', { class: 'progress-bar' });
  readonly #progress = element('div', { class: 'progress', attributes: { role: 'progressbar' } });
  readonly #share = element('span', { class: 'page-note progress-text' });
  readonly #reading: HTMLElement;
  readonly #offer = element('div', { class: 'demand-offer' });
  #offered = '';
  #delay: ReturnType<typeof setTimeout> | undefined;

  constructor(options: DemandLineOptions) {
    this.#options = options;
    this.#progress.append(this.#bar);
    this.#progress.setAttribute('aria-label', `Reading ${options.name}`);
    const cancel = createButton({ label: 'Cancel', onClick: options.onCancel });
    this.#reading = element('div', { class: 'page-reading-on' }, [
      this.#progress,
      this.#share,
      cancel.element,
    ]);
    this.element = element('div', { class: 'demand' }, [this.#reading, this.#offer]);
    this.#showReading(false);
  }

  show(state: DemandState<unknown, unknown>, progress: ReadProgress | undefined): void {
    const { kind } = state;
    const reading = kind === 'reading';
    if (reading) {
      this.#showProgress(progress ?? { share: 0, text: '' });
      this.#delay ??= setTimeout(() => this.#showReading(true), DELAY);
    } else {
      clearTimeout(this.#delay);
      this.#delay = undefined;
      this.#showReading(false);
    }
    const { name, offer } = this.#options;
    if (kind === 'offered') {
      this.#say(offer?.(state.cost) ?? costText(name, state.cost), 'Read', false);
    } else if (kind === 'cancelled') {
      this.#say(`Stopped reading ${name}.`, 'Read', false);
    } else if (kind === 'failed') {
      this.#say(troubleText(state.trouble), 'Retry', true);
    } else {
      this.#say('', '', false);
    }
    this.element.hidden = this.#reading.hidden && this.#offered === '';
  }

  #showReading(shown: boolean): void {
    this.#reading.hidden = !shown;
    this.element.hidden = !shown && this.#offered === '';
  }

  #showProgress({ share, text }: ReadProgress): void {
    const percent = Math.floor(share * 100);
    this.#bar.style.width = `${share * 100}%`;
    this.#progress.setAttribute('aria-valuenow', String(percent));
    this.#progress.setAttribute('aria-valuetext', text === '' ? `${percent} %` : text);
    setText(this.#share, text);
  }

  #say(text: string, action: string, urgent: boolean): void {
    if (text === this.#offered) {
      return;
    }
    this.#offered = text;
    const said = urgent
      ? element('p', { class: 'page-trouble', text, attributes: { role: 'alert' } })
      : element('p', { class: 'page-note', text, attributes: { role: 'status' } });
    const button = (): HTMLElement =>
      createButton({ label: action, onClick: this.#options.onRead }).element;
    this.#offer.replaceChildren(...(text === '' ? [] : [said, button()]));
  }
}

/** `Reading this column takes 400 MB (97 requests).` */
export function costText(name: string, { bytes, requests }: TableCost): string {
  return `Reading ${name} takes ${formatBytes(bytes)} (${countOf(requests, 'request')}).`;
}

export function troubleText({ message, hint }: Trouble): string {
  return [message, hint].filter(Boolean).join(' ');
}
