import type { Trouble } from '../image/host';
import { createNotice } from '../image/notice';
import { createButton } from '../ui/button';
import { element } from '../ui/dom';
import { icon } from '../ui/icons';
import type { Found } from './tree-search';

const why = ({ message, hint }: Trouble): string => [message, hint].filter(Boolean).join(' ');

interface Said {
  readonly text: string;
  readonly role: 'alert' | 'status';
}

/** What is said in the place of the rows, and in a strip below them. */
export class TreeNotices {
  readonly instead = element('div', { class: 'tree-instead' });
  readonly strip = element('div', { class: 'tree-strip' });
  readonly #onRetry: () => void;
  #shown: Said | undefined;

  /** @param onRetry reads again what could not be read of the tree. */
  constructor(onRetry: () => void) {
    this.#onRetry = onRetry;
    this.hush();
  }

  /** Nothing instead of the rows. */
  clear(): void {
    this.instead.replaceChildren();
  }

  showText(text: string): void {
    this.instead.replaceChildren(
      element('p', { class: 'tree-instead-text', text, attributes: { role: 'status' } }),
    );
  }

  showFailure(trouble: Trouble, onRetry: () => void): void {
    this.instead.replaceChildren(
      createNotice({
        icon: 'warning',
        title: trouble.message,
        text: trouble.hint,
        urgent: true,
        actions: [{ label: 'Retry', primary: true, onClick: onRetry }],
      }),
    );
  }

  /** What is to be said of a search besides what it found. */
  showFound(found: Found, onRetry: () => void): void {
    if (found.is === 'failed') {
      this.showFailure(found.trouble, onRetry);
    } else if (found.is === 'found' && found.nodes.length === 0) {
      this.showText('No key and no value matches.');
    } else {
      this.clear();
    }
  }

  /** What could not be read of the tree, if anything. */
  showTrouble(trouble: Trouble | undefined): void {
    if (trouble !== undefined) {
      const retry = createButton({ label: 'Retry', onClick: this.#onRetry });
      const text = `Some of the tree could not be read. ${why(trouble)}`;
      this.#show({ text, role: 'alert' }, retry.element);
    } else if (this.#shown?.role === 'alert') {
      this.hush();
    }
  }

  /** What could not be copied. */
  showCopyTrouble(trouble: Trouble): void {
    this.say(`Nothing was copied. ${why(trouble)}`);
  }

  /** Says something until something else is said, or it is closed. */
  say(text: string): void {
    const close = createButton({ label: 'Dismiss', icon: 'close', onClick: () => this.hush() });
    this.#show({ text, role: 'status' }, close.element);
  }

  /** Says nothing any more. */
  hush(): void {
    this.#shown = undefined;
    this.strip.hidden = true;
    this.strip.replaceChildren();
  }

  #show(said: Said, button: HTMLElement): void {
    // Drawn at every step of scrolling: what is there stays, and so does the focus in it.
    if (said.text !== this.#shown?.text) {
      this.#shown = said;
      this.strip.hidden = false;
      this.strip.setAttribute('role', said.role);
      this.strip.replaceChildren(icon('warning'), element('span', { text: said.text }), button);
    }
  }
}
