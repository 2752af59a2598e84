import type { CatalogResult } from '../../../src/protocol/catalog';
import { countOf } from '../../../src/protocol/figures';
import { createButton } from '../../ui/button';
import { element } from '../../ui/dom';
import { icon } from '../../ui/icons';

/** Warnings listed; how many more there are is told. */
const MOST_LINES = 100;

/** What is wrong with a result, said once: that it is incomplete, why, and what else. */
export class ResultNotes {
  readonly element = element('div', { class: 'results-partial result-notes' });
  readonly #runAgain: HTMLElement;
  #said = '';

  constructor(onRunAgain: () => void) {
    this.#runAgain = createButton({
      label: 'Run again',
      title: 'Asks the same once more',
      onClick: onRunAgain,
    }).element;
    this.element.hidden = true;
  }

  /** @param running nothing is said of what is missing while more comes. */
  show(result: CatalogResult | undefined, running: boolean): void {
    const isPartial = result !== undefined && !result.complete && !running;
    const lines = linesOf(result, isPartial);
    this.element.hidden = lines.length === 0;
    this.element.classList.toggle('incomplete', isPartial);
    const said = JSON.stringify([lines, isPartial]);
    // The same words are left in place: made anew, they would be spoken anew.
    if (said === this.#said) {
      return;
    }
    this.#said = said;
    const [first = '', ...others] = lines;
    const shown = others.slice(0, MOST_LINES);
    const left = others.length - shown.length;
    this.element.replaceChildren(
      icon('warning'),
      element('span', { class: 'partial-text', text: first, attributes: { role: 'status' } }),
      ...(isPartial ? [this.#runAgain] : []),
      ...(others.length === 0
        ? []
        : [
            element('details', { class: 'result-more' }, [
              element('summary', { text: countOf(others.length, 'more warning') }),
              ...shown.map((text) => element('p', { text })),
              ...(left > 0 ? [element('p', { text: `And ${left} more.` })] : []),
            ]),
          ]),
    );
  }
}

function linesOf(result: CatalogResult | undefined, isPartial: boolean): readonly string[] {
  const warnings = result?.warnings ?? [];
  const said = warnings.some((text) => /incomplete/i.test(text));
  return isPartial && !said ? ['The result is incomplete.', ...warnings] : warnings;
}
