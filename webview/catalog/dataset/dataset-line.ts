import type { CatalogChoice, CatalogReply, DatasetRef } from '../../../src/protocol/catalog';
import { countOf } from '../../../src/protocol/figures';
import type { Trouble } from '../../image/host';
import { createButton } from '../../ui/button';
import { element } from '../../ui/dom';
import type { SelectControl } from '../../ui/select';
import { createSelect } from '../../ui/select';

/** What the line shows. */
export type DatasetShown =
  | { readonly is: 'nothing' }
  | { readonly is: 'opening'; readonly label: string }
  | { readonly is: 'choosing'; readonly choices: CatalogChoice['choices'] }
  | {
      readonly is: 'open';
      readonly catalog: CatalogReply;
      readonly choices: CatalogChoice['choices'];
    }
  | { readonly is: 'failed'; readonly label: string; readonly trouble: Trouble };

export interface DatasetActions {
  onChoose(dataset: DatasetRef): void;
  onRetry(): void;
  onCopy(text: string, what: string): void;
}

/** Warnings shown at once; the rest is told by number. */
const MOST_WARNINGS = 20;

/** Which data set is asked: what it is, what is wrong with it, and which of several. */
export class DatasetLine {
  readonly element = element('header', { class: 'dataset-line' });
  readonly #actions: DatasetActions;
  readonly #part: SelectControl<string>;
  #choices: CatalogChoice['choices'] = [];

  constructor(actions: DatasetActions) {
    this.#actions = actions;
    this.#part = createSelect<string>({
      label: 'Which of the catalogues',
      onChange: (key) => {
        const chosen = this.#choices.find(({ dataset }) => keyOf(dataset) === key);
        if (chosen !== undefined) {
          actions.onChoose(chosen.dataset);
        }
      },
    });
  }

  show(shown: DatasetShown): void {
    this.element.replaceChildren(...this.#parts(shown));
  }

  #parts(shown: DatasetShown): HTMLElement[] {
    switch (shown.is) {
      case 'nothing':
        return [words('No catalogue is open. Choose one in the view Catalogs.')];
      case 'opening':
        return [title(shown.label), words('Reading what it consists of…')];
      case 'choosing':
        return [
          words('Several catalogues lie there. Which one?'),
          element(
            'div',
            { class: 'dataset-choices', attributes: { role: 'group', 'aria-label': 'Catalogues' } },
            shown.choices.map(({ dataset, label }) => {
              const choice = element('button', {
                class: 'region-choice',
                text: label,
                title: label,
                attributes: { type: 'button' },
              });
              choice.addEventListener('click', () => this.#actions.onChoose(dataset));
              return choice;
            }),
          ),
        ];
      case 'failed':
        return [
          title(shown.label),
          element('p', {
            class: 'form-problem',
            text: [shown.trouble.message, shown.trouble.hint].filter(Boolean).join(' '),
            attributes: { role: 'alert' },
          }),
          createButton({ label: 'Retry', onClick: () => this.#actions.onRetry() }).element,
        ];
      case 'open':
        return this.#open(shown.catalog, shown.choices);
    }
  }

  #open(catalog: CatalogReply, choices: CatalogChoice['choices']): HTMLElement[] {
    const { label, about, rows, warnings, dataset } = catalog;
    this.#choices = choices;
    const values = choices.map((one) => ({ value: keyOf(one.dataset), label: one.label }));
    this.#part.setChoices(values, keyOf(dataset));
    const head = element('div', { class: 'dataset-head' }, [
      title(label),
      createButton({
        label: 'Copy the address of the data set',
        icon: 'copy',
        onClick: () => this.#actions.onCopy(label, 'the address'),
      }).element,
    ]);
    const known = rows === undefined || about.includes('row') ? [] : [countOf(rows, 'row')];
    return [
      head,
      ...(choices.length > 1
        ? [element('div', { class: 'region-line' }, [this.#part.element])]
        : []),
      words([about, ...known, countOf(catalog.columns.length, 'column')].join(' · ')),
      ...warningsList(warnings),
    ];
  }
}

function warningsList(warnings: readonly string[]): HTMLElement[] {
  const lines = warnings.slice(0, MOST_WARNINGS).map((text) => element('p', { text }));
  const left = warnings.length - lines.length;
  const more = left > 0 ? [element('p', { text: `And ${countOf(left, 'more warning')}.` })] : [];
  const [only] = lines;
  if (only === undefined) {
    return [];
  }
  return lines.length === 1
    ? [element('div', { class: 'dataset-warnings' }, lines)]
    : [
        element('details', { class: 'dataset-warnings' }, [
          element('summary', { text: countOf(warnings.length, 'warning') }),
          ...lines,
          ...more,
        ]),
      ];
}

/** The last folder or file of an address is what one knows it by. */
function title(label: string): HTMLElement {
  const short = /([^/]+)\/*$/.exec(label)?.[1] ?? label;
  return element('h2', { class: 'dataset-title', text: short, title: label });
}

function words(text: string): HTMLElement {
  return element('p', { class: 'dataset-words', text, attributes: { role: 'status' } });
}

function keyOf({ uri, part }: DatasetRef): string {
  return `${uri}\n${part}`;
}
