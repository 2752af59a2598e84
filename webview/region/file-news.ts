import { formatCount } from '../../src/protocol/figures';
import { createButton } from '../ui/button';
import { element, setText } from '../ui/dom';
import type { FileNews } from './region-files';

/** The most problems that are listed one by one. */
const MOST = 100;

/** What came of the last region file: a sentence, and what could not be read. */
export class FileNewsBox {
  readonly element: HTMLElement;
  readonly #text = element('p', { attributes: { 'data-field': 'news' } });
  readonly #problems = element('ul', { class: 'region-problems' });

  constructor() {
    const close = createButton({
      label: 'Dismiss',
      icon: 'close',
      onClick: () => this.show(undefined),
    });
    this.element = element('div', { class: 'region-news', attributes: { role: 'status' } }, [
      element('div', { class: 'region-news-head' }, [this.#text, close.element]),
      this.#problems,
    ]);
    this.show(undefined);
  }

  show(news: FileNews | undefined): void {
    this.element.hidden = news === undefined;
    const { text, problems, isError } = news ?? { text: '', problems: [], isError: false };
    this.element.setAttribute('role', isError ? 'alert' : 'status');
    this.#text.className = isError ? 'page-trouble' : 'page-note';
    setText(this.#text, text);
    const more = problems.length - MOST;
    const lines = problems.slice(0, MOST);
    this.#problems.hidden = lines.length === 0;
    this.#problems.replaceChildren(
      ...(more > 0 ? [...lines, `and ${formatCount(more)} more.`] : lines).map((line) =>
        element('li', { text: line }),
      ),
    );
  }
}
