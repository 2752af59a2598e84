import { element } from '../ui/dom';
import type { Trouble } from './host';
import type { NoticeContent } from './notice';
import { createBanner, createNotice } from './notice';
import type { Mode } from './mode';
import type { Picture } from './picture';
import './stage.css';

/** What the stage can show, one at a time. */
export interface StageParts extends Pick<Picture, 'canvas' | 'overlay'> {
  /** Small forms over the picture; they know by themselves when to be there. */
  readonly forms: readonly HTMLElement[];
  readonly slices: HTMLElement;
  readonly table: HTMLElement;
  readonly line: HTMLElement;
  readonly tree: HTMLElement;
}

/** The place in the middle: picture, table, plot or tree, and what is said over it or instead of it. */
export class Stage {
  readonly element: HTMLElement;
  readonly #parts: StageParts;
  readonly #notice = element('div', { class: 'stage-notice' });
  readonly #banner = element('div', { class: 'stage-banner' });
  #mode: Mode | undefined;

  constructor(parts: StageParts) {
    this.#parts = parts;
    const { canvas, overlay, forms, slices, table, line, tree } = parts;
    table.classList.add('stage-table');
    line.classList.add('stage-line');
    tree.classList.add('stage-tree');
    this.element = element('div', { class: 'stage' }, [
      canvas,
      overlay,
      slices,
      ...forms,
      table,
      line,
      tree,
      this.#notice,
      this.#banner,
    ]);
    this.show('picture');
  }

  /** What is in sight; undefined while there are words in its place. */
  get mode(): Mode | undefined {
    return this.#mode;
  }

  show(mode: Mode): void {
    this.#uncover(mode);
    this.#notice.replaceChildren();
    this.#notice.hidden = true;
    this.hideBanner();
  }

  /** Says something in place of everything else. */
  showNotice(content: NoticeContent): void {
    this.#uncover(undefined);
    this.#notice.replaceChildren(createNotice(content));
    this.#notice.hidden = false;
    this.hideBanner();
  }

  #uncover(mode: Mode | undefined): void {
    this.#mode = mode;
    // Covered and not removed: a canvas without a size would forget its camera.
    this.#parts.canvas.classList.toggle('covered', mode !== 'picture');
    this.#parts.table.hidden = mode !== 'table';
    this.#parts.line.hidden = mode !== 'line';
    this.#parts.tree.hidden = mode !== 'tree';
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
