import type { SearchState } from '../../../src/protocol/search';
import { createButton } from '../../ui/button';
import { element, setText } from '../../ui/dom';

export interface QueryActions {
  onRun(): void;
  onCancel(): void;
  /** The query is to be changed: it is a document. */
  onEdit(): void;
  onCopyPython(): void;
}

/** What a search asks that is a query in ADQL, in the place of the form. */
export class QueryPane {
  readonly #service = element('div', { class: 'query-service' });
  readonly #text = element('pre', {
    class: 'query-text',
    attributes: { tabindex: '0', 'aria-label': 'Query' },
  });
  readonly #run;
  readonly #cancel;
  readonly element: HTMLElement;

  constructor(actions: QueryActions) {
    this.#run = createButton({
      label: 'Run again',
      look: 'primary',
      title: 'Asks the service once more',
      onClick: () => actions.onRun(),
    });
    this.#cancel = createButton({
      label: 'Cancel',
      title: 'Stops the query; what has come is kept',
      onClick: () => actions.onCancel(),
    });
    this.element = element(
      'section',
      { class: 'query-pane', attributes: { 'aria-label': 'Query' } },
      [
        this.#service,
        this.#text,
        element('div', { class: 'form-foot' }, [
          element('div', { class: 'form-buttons' }, [
            this.#run.element,
            this.#cancel.element,
            createButton({
              label: 'Edit query',
              title: 'Opens the query as a document, to be changed and run',
              onClick: () => actions.onEdit(),
            }).element,
            createButton({
              label: 'Copy as Python',
              text: 'Python',
              title: 'Copies Python that asks the same',
              onClick: () => actions.onCopyPython(),
            }).element,
          ]),
        ]),
      ],
    );
    this.element.hidden = true;
  }

  /** Shows the query of a search; nothing for one that has a form. */
  show({ query, running }: SearchState): void {
    this.element.hidden = query === undefined;
    setText(this.#service, query === undefined ? '' : `ADQL query to ${query.service}`);
    setText(this.#text, query?.adql ?? '');
    this.#run.setDisabled(running !== undefined);
    this.#cancel.element.hidden = running === undefined;
  }
}
