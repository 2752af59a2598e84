import type { CatalogPlan } from '../../../src/protocol/catalog';
import { countOf } from '../../../src/protocol/figures';
import type { Trouble } from '../../image/host';
import { createButton } from '../../ui/button';
import { element, setText } from '../../ui/dom';
import { askWords, planEntries, planningWords, shortWords } from './plan-words';

/** What the plan shows. */
export type PlanShown =
  | { readonly is: 'nothing' }
  | { readonly is: 'planning'; readonly done: number; readonly known: number }
  /** `stale`: of a form that has changed since. */
  | { readonly is: 'plan'; readonly plan: CatalogPlan; readonly stale: boolean }
  /** Running it is to be agreed to; the plan is not there where nobody has told. */
  | { readonly is: 'asking'; readonly plan: CatalogPlan | undefined; readonly words: string }
  | { readonly is: 'failed'; readonly trouble: Trouble };

export interface PlanActions {
  onAgree(): void;
  onDecline(): void;
  onRetry(): void;
  /** Planning is to end. */
  onCancel(): void;
}

/** Names listed of files that are gone; their number is told. */
const MOST_GONE = 50;

/** What a query will read, before anything is read; and the question whether that is too much. */
export class PlanView {
  readonly element = element('div', { class: 'plan-view', attributes: { 'aria-label': 'Plan' } });
  readonly #actions: PlanActions;
  readonly #words = element('p', { class: 'plan-words', attributes: { role: 'status' } });
  readonly #buttons = element('div', { class: 'plan-buttons' });
  readonly #short = element('span', { class: 'section-note' });
  readonly #entries = element('dl', { class: 'plan-entries' });
  readonly #details = element('details', { class: 'plan-details' }, [
    element('summary', {}, [
      element('span', { class: 'section-label', text: 'Plan' }),
      this.#short,
    ]),
    this.#entries,
  ]);
  readonly #notes = element('div', { class: 'plan-notes' });
  #told: CatalogPlan | undefined;
  #drawn = '';

  constructor(actions: PlanActions) {
    this.#actions = actions;
    this.element.role = 'group';
    this.element.append(this.#words, this.#buttons, this.#details, this.#notes);
    this.show({ is: 'nothing' });
  }

  /** Takes little room: what was planned goes on. */
  fold(): void {
    this.#details.open = false;
  }

  show(shown: PlanShown): void {
    const plan = shown.is === 'plan' || shown.is === 'asking' ? shown.plan : undefined;
    if (shown.is === 'planning') {
      // What comes of it is to be seen, though it be the same.
      this.#told = undefined;
    }
    this.element.hidden = shown.is === 'nothing';
    this.element.classList.toggle('stale', shown.is === 'plan' && shown.stale);
    setText(this.#words, wordsOf(shown));
    this.#words.hidden = wordsOf(shown) === '';
    this.#words.classList.toggle('wrong', shown.is === 'failed');
    this.#words.role = shown.is === 'asking' || shown.is === 'failed' ? 'alert' : 'status';
    this.#showButtons(shown);
    this.#showPlan(plan);
  }

  #showButtons(shown: PlanShown): void {
    const { onAgree, onDecline, onRetry, onCancel } = this.#actions;
    // What is on show stays: made anew, a button would lose the focus.
    if (this.#drawn === shown.is) {
      return;
    }
    this.#drawn = shown.is;
    const buttons =
      shown.is === 'asking'
        ? [
            createButton({ label: 'Run all the same', look: 'primary', onClick: onAgree }),
            createButton({ label: 'Do not run', onClick: onDecline }),
          ]
        : shown.is === 'failed'
          ? [createButton({ label: 'Retry', onClick: onRetry })]
          : shown.is === 'planning'
            ? [createButton({ label: 'Cancel planning', onClick: onCancel })]
            : [];
    this.#buttons.replaceChildren(...buttons.map((button) => button.element));
    this.#buttons.hidden = buttons.length === 0;
    if (shown.is === 'asking') {
      buttons[1]?.element.focus();
    }
  }

  #showPlan(plan: CatalogPlan | undefined): void {
    this.#details.hidden = plan === undefined;
    this.#notes.hidden = plan === undefined;
    if (plan === undefined) {
      return;
    }
    if (JSON.stringify(plan) === JSON.stringify(this.#told)) {
      return;
    }
    this.#told = plan;
    this.#details.open = true;
    setText(this.#short, shortWords(plan));
    this.#entries.replaceChildren(
      ...planEntries(plan).flatMap(([name, value]) => [
        element('dt', { text: name }),
        element('dd', { text: value }),
      ]),
    );
    const { problems, gone } = plan;
    this.#notes.replaceChildren(
      ...problems.map((text) => element('p', { class: 'plan-problem', text })),
      ...(gone.length === 0 ? [] : [goneList(gone)]),
    );
  }
}

function wordsOf(shown: PlanShown): string {
  switch (shown.is) {
    case 'nothing':
      return '';
    case 'planning':
      return planningWords(shown);
    case 'plan':
      return shown.stale ? 'This plan is of what was asked before.' : '';
    case 'asking':
      return shown.plan === undefined ? shown.words : askWords(shown.plan);
    case 'failed':
      return [shown.trouble.message, shown.trouble.hint].filter(Boolean).join(' ');
  }
}

function goneList(gone: readonly string[]): HTMLElement {
  const left = gone.length - MOST_GONE;
  const are = gone.length === 1 ? 'is' : 'are';
  return element('details', { class: 'plan-gone' }, [
    element('summary', {
      text: `${countOf(gone.length, 'file')} ${are} gone or broken: rows will be missing.`,
    }),
    ...gone.slice(0, MOST_GONE).map((name) => element('p', { text: name, title: name })),
    ...(left > 0 ? [element('p', { text: `And ${left} more.` })] : []),
  ]);
}
