import { element } from '../ui/dom';
import type { Trouble } from './host';
import type { NoticeContent } from './notice';
import { createBanner, createNotice } from './notice';
import type { Picture } from './picture';
import './stage.css';

/** The place in the middle: the canvas, and what is said over it or instead of it. */
export class Stage {
  readonly element: HTMLElement;
  readonly #canvas: HTMLElement;
  readonly #notice = element('div', { class: 'stage-notice' });
  readonly #banner = element('div', { class: 'stage-banner' });

  constructor({ canvas, overlay }: Pick<Picture, 'canvas' | 'overlay'>, slices: HTMLElement) {
    this.#canvas = canvas;
    this.element = element('div', { class: 'stage' }, [
      canvas,
      overlay,
      slices,
      this.#notice,
      this.#banner,
    ]);
    this.showPicture();
  }

  /** Whether the canvas is in sight, rather than words in its place. */
  get hasPicture(): boolean {
    return this.#notice.hidden === true;
  }

  showPicture(): void {
    this.#canvas.classList.remove('covered');
    this.#notice.replaceChildren();
    this.#notice.hidden = true;
    this.hideBanner();
  }

  /** Says something in place of the picture. */
  showNotice(content: NoticeContent): void {
    this.#canvas.classList.add('covered');
    this.#notice.replaceChildren(createNotice(content));
    this.#notice.hidden = false;
    this.hideBanner();
  }

  /** Says something over the picture, which stays. */
  showBanner({ message, hint }: Trouble, retry?: () => void): void {
    const text = hint === undefined ? message : `${message} ${hint}`;
    const again = retry && {
      label: 'Retry',
      onClick: () => {
        this.hideBanner();
        retry();
      },
    };
    this.#banner.replaceChildren(createBanner(text, again ? [again] : [], () => this.hideBanner()));
    this.#banner.hidden = false;
  }

  hideBanner(): void {
    this.#banner.replaceChildren();
    this.#banner.hidden = true;
  }
}

/** What is shown in place of something that failed. */
export function errorNotice(title: string, trouble: Trouble, retry: () => void): NoticeContent {
  const { message, hint, retryable } = trouble;
  return {
    icon: 'warning',
    title,
    text: hint === undefined ? message : `${message} ${hint}`,
    urgent: true,
    actions: retryable ? [{ label: 'Retry', primary: true, onClick: retry }] : [],
  };
}
