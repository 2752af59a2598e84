import { formatCount } from '../../../src/protocol/figures';
import type { ColumnStatisticsReply } from '../../../src/protocol/table';
import { element } from '../../ui/dom';

/** The most frequent values, each with a bar as long as it is frequent. */
export class FrequentList {
  readonly element = element('section', { class: 'frequent' });
  readonly #list = element('ol', {
    class: 'frequent-values',
    attributes: { 'aria-label': 'Most frequent values' },
  });
  #shown = '';

  constructor() {
    this.element.append(element('h3', { text: 'Most frequent values' }), this.#list);
    this.show([]);
  }

  show(frequent: ColumnStatisticsReply['frequent']): void {
    this.element.hidden = frequent.length === 0;
    const key = JSON.stringify(frequent);
    if (key === this.#shown) {
      return;
    }
    this.#shown = key;
    const most = frequent.reduce((a, { count }) => Math.max(a, count), 1);
    this.#list.replaceChildren(
      ...frequent.map(({ text, count }) => {
        const bar = element('span', {
          class: 'frequent-bar',
          attributes: { 'aria-hidden': 'true' },
        });
        bar.style.width = `${(count / most) * 100}%`;
        const value = text === '' ? 'empty text' : text;
        return element('li', { title: `${value}: ${formatCount(count)}` }, [
          bar,
          element('span', {
            class: text === '' ? 'frequent-text frequent-empty' : 'frequent-text',
            text: value,
          }),
          element('span', { class: 'frequent-count', text: formatCount(count) }),
        ]);
      }),
    );
  }
}
