import type { CatalogReply, CatalogRequest } from '../../../src/protocol/catalog';
import { createButton } from '../../ui/button';
import { element, setText } from '../../ui/dom';
import { createMenu } from '../../ui/menu';
import type { CatalogHost } from '../catalog-host';
import { ColumnChoice } from '../columns/column-choice';
import { RegionField } from '../region/region-field';
import { EVERYWHERE, draftOf, type RegionReading } from '../region/region-draft';
import type { FormDraft } from './draft';
import { FormSection } from './form-section';
import { PositionChoice } from './position-choice';
import { QueryFilter } from './query-filter';

export interface FormActions {
  /** Something that is filled in has changed. */
  onChange(): void;
  onPlan(): void;
  onRun(): void;
  onNotebook(): void;
  onCopyPython(): void;
}

/** What is asked of a catalogue: columns, region, filter. */
export class FormPane {
  readonly element: HTMLElement;
  readonly #actions: FormActions;
  readonly #columns: ColumnChoice;
  readonly #region: RegionField;
  readonly #position: PositionChoice;
  readonly #filter: QueryFilter;
  readonly #sections;
  readonly #problem = element('p', { class: 'form-problem', attributes: { role: 'alert' } });
  readonly #run = createButton({
    label: 'Run',
    look: 'primary',
    title: 'Reads the rows (Ctrl+Enter)',
    onClick: () => this.#actions.onRun(),
  });
  readonly #plan = createButton({
    label: 'Plan',
    title: 'Says what would be read, and reads no rows',
    onClick: () => this.#actions.onPlan(),
  });
  #catalog: CatalogReply | undefined;

  /**
   * @param plan stands above the buttons, always in sight.
   * @param more stands below the fields.
   */
  constructor(
    host: CatalogHost,
    actions: FormActions,
    plan: HTMLElement,
    more: readonly HTMLElement[],
  ) {
    this.#actions = actions;
    const changed = (): void => this.#changed();
    this.#columns = new ColumnChoice(host, changed);
    this.#region = new RegionField(host, changed);
    this.#position = new PositionChoice(changed);
    this.#filter = new QueryFilter(host, changed, () => actions.onPlan());
    this.#sections = {
      region: new FormSection('Region', [this.#region.element, this.#position.element]),
      filter: new FormSection('Filter', [this.#filter.element]),
      columns: new FormSection('Columns', [this.#columns.element]),
    };
    const menu = createMenu({
      label: 'More',
      icon: 'more',
      title: 'The same query elsewhere',
      items: {
        notebook: {
          label: 'Open as LSDB/Dask notebook',
          onChoose: () => actions.onNotebook(),
        },
        python: { label: 'Copy as Python', onChoose: () => actions.onCopyPython() },
      },
    });
    const { region, filter, columns } = this.#sections;
    this.element = element(
      'section',
      { class: 'catalog-form', attributes: { 'aria-label': 'Query' } },
      [
        element('div', { class: 'form-body' }, [
          region.element,
          filter.element,
          columns.element,
          ...more,
        ]),
        element('div', { class: 'form-foot' }, [
          plan,
          this.#problem,
          element('div', { class: 'form-buttons' }, [
            this.#run.element,
            this.#plan.element,
            menu.element,
          ]),
        ]),
      ],
    );
    this.element.addEventListener('keydown', (event) => {
      if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
        event.preventDefault();
        event.stopPropagation();
        actions.onRun();
      }
    });
    this.complain('');
    this.element.hidden = true;
  }

  /** Undefined while there is no data set. */
  get draft(): FormDraft | undefined {
    const { dataset } = this.#catalog ?? {};
    return dataset === undefined
      ? undefined
      : {
          ...{ dataset, columns: this.#columns.names, filter: this.#filter.value },
          ...{ region: this.#region.draft, position: this.#position.value },
        };
  }

  /** What is asked, as far as it can be said; undefined where something is missing or makes no sense. */
  get request(): CatalogRequest | undefined {
    const { reading } = this.#region;
    return this.#problemOf(reading) === undefined && reading.is === 'ready'
      ? this.#requestOf(reading.region)
      : undefined;
  }

  /** What is asked once the place that is typed is known; says what is missing and goes there. */
  async settled(): Promise<CatalogRequest | undefined> {
    const reading = await this.#region.settled();
    const problem = this.#problemOf(reading);
    this.complain(problem?.words ?? '');
    if (problem !== undefined || reading.is !== 'ready') {
      problem?.go();
      return undefined;
    }
    return this.#requestOf(reading.region);
  }

  /** Another data set. @param draft how its form was left; undefined for what one usually asks. */
  show(catalog: CatalogReply | undefined, draft: FormDraft | undefined): void {
    this.#catalog = catalog;
    this.element.hidden = catalog === undefined;
    if (catalog === undefined) {
      return;
    }
    this.#columns.show(catalog, draft?.columns);
    this.#position.show(catalog, draft?.position);
    this.#region.fill(draft?.region ?? EVERYWHERE);
    this.#filter.set(draft?.filter ?? '');
    this.#filter.show(catalog.columns);
    this.#update();
  }

  /** Fills in what was asked before. */
  fill(request: CatalogRequest): void {
    if (this.#catalog !== undefined) {
      this.#columns.set(request.columns);
      this.#position.show(this.#catalog, request.position);
      this.#region.fill(draftOf(request.region, this.#region.draft));
      this.#filter.set(request.filter);
      this.#update();
    }
  }

  /** Says what is wrong; empty for nothing. */
  complain(words: string): void {
    setText(this.#problem, words);
    this.#problem.hidden = words === '';
  }

  setRunning(running: boolean, planning: boolean): void {
    this.#run.setDisabled(running);
    this.#plan.setDisabled(running || planning);
  }

  focus(): void {
    this.#region.focus();
  }

  #requestOf(region: CatalogRequest['region']): CatalogRequest | undefined {
    const { dataset } = this.#catalog ?? {};
    return dataset === undefined
      ? undefined
      : {
          ...{ dataset, columns: this.#columns.names, filter: this.#filter.value, region },
          position: this.#position.value,
        };
  }

  #problemOf(
    reading: RegionReading,
  ): { readonly words: string; readonly go: () => void } | undefined {
    const { region, filter, columns } = this.#sections;
    if (reading.is !== 'ready') {
      return { words: reading.words, go: () => (region.open(), this.#region.focus()) };
    }
    if (reading.region.kind !== 'everywhere' && this.#position.value === undefined) {
      return {
        words: 'Choose the columns of right ascension and declination.',
        go: () => (region.open(), this.#position.focus()),
      };
    }
    if (this.#filter.problem !== undefined) {
      return {
        words: `The filter makes no sense yet. ${this.#filter.problem.message}`,
        go: () => (filter.open(), this.#filter.focus()),
      };
    }
    return this.#columns.names.length === 0
      ? {
          words: 'Choose at least one column.',
          go: () => (columns.open(), this.#columns.focus()),
        }
      : undefined;
  }

  #changed(): void {
    this.complain('');
    this.#update();
    this.#actions.onChange();
  }

  #update(): void {
    const { columns } = this.#sections;
    columns.note = [this.#columns.words, this.#columns.warning].filter(Boolean).join('. ');
    this.#position.element.hidden = this.#region.draft.kind === 'everywhere';
  }
}
