import type { CatalogColumn } from '../../../src/protocol/catalog';
import type { ColumnLine, FilterProblem } from '../../../src/protocol/table';
import { troubleOf } from '../../image/host';
import { FilterField } from '../../table/filter-field';
import { createFilterHelp } from '../../table/filter-help';
import { element, setText } from '../../ui/dom';
import type { CatalogHost } from '../catalog-host';

/** A filter is looked at when nothing has been typed for so long, in milliseconds. */
const REST = 300;

/** The condition on the rows: completed while it is typed, and looked at for what makes no sense. */
export class QueryFilter {
  readonly element: HTMLElement;
  readonly #host: CatalogHost;
  readonly #onChange: () => void;
  readonly #field: FilterField;
  readonly #help = createFilterHelp((filter) => {
    this.#field.setValue(filter);
    this.#field.focus();
    this.#changed();
  });
  readonly #message = element('div', { class: 'form-problem', attributes: { role: 'alert' } });
  #problem: FilterProblem | undefined;
  #isReady = false;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #stop = new AbortController();

  /** @param onApply Enter was pressed: the query is to be planned. */
  constructor(host: CatalogHost, onChange: () => void, onApply: () => void) {
    this.#host = host;
    this.#onChange = onChange;
    this.#field = new FilterField(
      {
        onApply: () => onApply(),
        onInput: () => this.#changed(),
        onLeave: () => undefined,
      },
      {
        label: 'Filter of the query',
        title:
          'Condition on the rows, or filters as pyarrow takes them: [("ext_flg", "==", 0)]. Ctrl+Space lists names.',
        placeholder: 'Condition on the rows',
      },
    );
    this.#message.hidden = true;
    this.element = element('div', { class: 'query-filter' }, [
      element('div', { class: 'filter-bar' }, [this.#field.element, this.#help.element]),
      this.#message,
    ]);
  }

  /** As it is typed, without blanks around it. */
  get value(): string {
    return this.#field.value.trim();
  }

  /** What makes no sense, as far as it was looked at. */
  get problem(): FilterProblem | undefined {
    return this.#problem;
  }

  show(columns: readonly CatalogColumn[]): void {
    const lines = columns.map(lineOf);
    this.#field.setColumns(lines);
    this.#help.setColumns(lines);
    // Without a data set nobody can say what makes sense.
    this.#isReady = true;
    this.#look(0);
  }

  set(filter: string): void {
    this.#field.setValue(filter);
    this.#look(0);
  }

  /** Shows what a query that was asked for has found wrong. */
  showProblem(problem: FilterProblem | undefined): void {
    this.#problem = problem;
    this.#field.setProblem(problem);
    setText(this.#message, problem?.message ?? '');
    this.#message.hidden = problem === undefined;
  }

  focus(): void {
    this.#field.focus();
  }

  #changed(): void {
    this.#look(REST);
    this.#onChange();
  }

  #look(rest: number): void {
    clearTimeout(this.#timer);
    this.#stop.abort();
    this.showProblem(undefined);
    const filter = this.#field.value;
    if (filter.trim() === '' || !this.#isReady) {
      return;
    }
    this.#stop = new AbortController();
    const { signal } = this.#stop;
    this.#timer = setTimeout(() => void this.#ask(filter, signal), rest);
  }

  async #ask(filter: string, signal: AbortSignal): Promise<void> {
    try {
      const { problem } = await this.#host.request('checkFilter', { filter }, { signal });
      if (!signal.aborted) {
        this.showProblem(problem);
        this.#onChange();
      }
    } catch (error) {
      const trouble = troubleOf(error);
      if (trouble !== undefined && !signal.aborted) {
        setText(this.#message, trouble.message);
        this.#message.hidden = false;
      }
    }
  }
}

/** A column as the field for filters knows them. */
function lineOf(column: CatalogColumn, index: number): ColumnLine {
  const { name, type, unit, description, list, numeric } = column;
  return {
    ...{ index, name, type, description, numeric, unit, format: '', width: 10 },
    ...{ shape: [], variable: list, scalar: !list, nullRule: undefined, problem: undefined },
  };
}
