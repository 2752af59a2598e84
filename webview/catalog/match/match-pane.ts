import type { CatalogState } from '../../../src/protocol/catalog';
import type { CatalogMatchRequest } from '../../../src/protocol/catalog-match';
import { countOf } from '../../../src/protocol/figures';
import type { ColumnLine } from '../../../src/protocol/table';
import { FilterField } from '../../table/filter-field';
import { createCheckbox } from '../../ui/checkbox';
import { element, setText } from '../../ui/dom';
import { createSelect } from '../../ui/select';
import type { CatalogHost } from '../catalog-host';
import { ColumnChoice } from '../columns/column-choice';
import { FormSection } from '../form/form-section';
import { PositionChoice } from '../form/position-choice';
import './match.css';
import { MatchRun } from './match-run';
import { lineOf, readRadius, replyOf } from './match-words';
import { OtherSide } from './other-side';

/** The table that is to be matched. */
export interface MatchedTable {
  readonly hdu: number;
  readonly view: string;
  readonly columns: readonly ColumnLine[];
  readonly rows: number;
  readonly title: string;
}

/** Matches the table on show with another one by distance on the sky. */
export class MatchPane {
  readonly element: HTMLElement;
  readonly #about = element('p', { class: 'match-about' });
  readonly #own = new PositionChoice(() => this.#changed());
  readonly #other: OtherSide;
  readonly #position = new PositionChoice(() => this.#changed());
  readonly #columns: ColumnChoice;
  readonly #columnSection: FormSection;
  readonly #filter = new FilterField(
    {
      onApply: () => this.#changed(),
      onInput: () => this.#changed(),
      onLeave: () => undefined,
    },
    {
      label: 'Filter of the other side',
      title: 'Condition on the rows of the other side (Ctrl+Space lists names)',
      placeholder: 'every row',
    },
  );
  readonly #radius = textInput('Radius', '2 arcsec');
  readonly #which = createSelect<CatalogMatchRequest['which']>({
    label: 'Which matches',
    onChange: () => this.#changed(),
  });
  readonly #keep = createCheckbox({
    label: 'Keep rows without a match',
    title: 'Rows without a match stay, with nothing in the columns of the other side',
    onChange: (checked) => {
      this.#keepUnmatched = checked;
      this.#changed();
    },
  });
  readonly #rest: HTMLElement;
  readonly #run: MatchRun;
  #keepUnmatched = false;
  #table: MatchedTable | undefined;
  /** The columns of position that the query of the panel goes by. */
  #known: NonNullable<CatalogState['catalog']>['position'];
  /** The columns and the other side that the choices were made for. */
  #shownColumns = '';
  #shownOther: unknown;

  /** @param listener `onDone`: the joined table has become the result on show. */
  constructor(host: CatalogHost, listener: { onDone(): void }) {
    this.#other = new OtherSide(host, () => this.#onOther());
    // What is known of a column of the other side is all here.
    this.#columns = new ColumnChoice(fieldHost(host, this.#other), () => this.#changed());
    this.#columnSection = new FormSection('Columns of it', [this.#columns.element], false);
    this.#run = new MatchRun(host, () => this.#request, listener);
    this.#which.setChoices(
      [
        { value: 'nearest', label: 'the nearest' },
        { value: 'all', label: 'all' },
      ],
      'nearest',
    );
    this.#radius.value = '2 arcsec';
    this.#radius.addEventListener('input', () => this.#changed());
    this.#rest = element('div', { class: 'match-rest' }, [
      group('Positions of it', [this.#position.element]),
      this.#columnSection.element,
      field('Its rows where', this.#filter.element),
      field('Within', this.#radius),
      field('Take', this.#which.element),
      this.#keep.element,
      this.#run.element,
    ]);
    this.element = element('div', { class: 'match-pane', attributes: { 'aria-label': 'Match' } }, [
      this.#about,
      group('Positions of these rows', [this.#own.element]),
      group('Match with', [this.#other.element]),
      this.#rest,
    ]);
    this.element.role = 'group';
    host.on('state', ({ request, catalog, running }) => {
      this.#known = request?.position ?? catalog?.position;
      this.#run.busy = running !== undefined;
    });
    this.show(undefined);
  }

  /** The table on show, of which all rows of the view are matched; undefined while there is none. */
  show(table: MatchedTable | undefined): void {
    this.#table = table;
    setText(
      this.#about,
      table === undefined
        ? 'There are no rows to match yet: run the query first.'
        : `Matches the ${countOf(table.rows, 'row')} on show with those of another table that lie within a radius on the sky.`,
    );
    for (const part of this.element.children) {
      (part as HTMLElement).hidden = table === undefined && part !== this.#about;
    }
    if (table !== undefined) {
      const columns = JSON.stringify([table.columns.map(({ name }) => name), this.#known]);
      if (columns !== this.#shownColumns) {
        this.#shownColumns = columns;
        const reply = replyOf(table.columns, this.#known);
        this.#own.show(reply, this.#own.value);
      }
      void this.#other.ask();
      this.#onOther();
    }
  }

  #onOther(): void {
    const { reply } = this.#other;
    const isSame = reply === this.#shownOther;
    this.#rest.hidden = reply === undefined || this.#table === undefined;
    if (reply !== undefined && reply !== this.#shownOther) {
      this.#position.show(reply, undefined);
      this.#columns.show(reply, undefined);
      this.#filter.setColumns(reply.columns.map(lineOf));
    }
    this.#shownOther = reply;
    this.#changed(isSame);
  }

  /** @param byRows other rows alone are on show */
  #changed(byRows = false): void {
    this.#columnSection.note = this.#columns.words;
    this.#radius.setAttribute('aria-invalid', String(readRadius(this.#radius.value) === undefined));
    this.#run.changed(byRows);
  }

  /** What is filled in, or what is lacking in one sentence. */
  get #request(): CatalogMatchRequest | string {
    const [table, { reply }] = [this.#table, this.#other];
    const [own, position] = [this.#own.value, this.#position.value];
    const radius = readRadius(this.#radius.value);
    if (table === undefined || reply === undefined) {
      return 'Choose what to match with.';
    }
    if (own === undefined) {
      return 'Choose the columns that say where these rows lie.';
    }
    if (position === undefined) {
      return 'Choose the columns that say where its rows lie.';
    }
    if (radius === undefined) {
      return 'Give a radius above 0 and up to 1 degree: 2 arcsec, 0.5 arcmin.';
    }
    return {
      ...{ hdu: table.hdu, view: table.view, position: own, radius },
      other: {
        ...{ dataset: reply.dataset, position, columns: this.#columns.names },
        filter: this.#filter.value.trim(),
      },
      ...{ which: this.#which.value ?? 'nearest', keepUnmatched: this.#keepUnmatched },
    };
  }
}

/** A host that answers what is known of a column of the other side by its schema. */
function fieldHost(host: CatalogHost, other: OtherSide): CatalogHost {
  return {
    on: (...listening) => host.on(...listening),
    request: ((method: string, ...rest: unknown[]) => {
      if (method !== 'field') {
        return Reflect.apply(host.request, host, [method, ...rest]) as unknown;
      }
      const { column: name } = rest[0] as { readonly column: string };
      const column = other.reply?.columns.find((one) => one.name === name);
      const entries = Object.entries(column ?? {})
        .filter(([key, value]) => ['type', 'unit', 'description'].includes(key) && value !== '')
        .map(([key, value]) => ({ name: key, value: String(value) }));
      return Promise.resolve({ entries });
    }) as CatalogHost['request'],
  };
}

function textInput(label: string, placeholder: string): HTMLInputElement {
  return element('input', {
    class: 'search-input',
    attributes: {
      ...{ type: 'text', 'aria-label': label, placeholder },
      ...{ spellcheck: 'false', autocomplete: 'off' },
    },
  });
}

function field(label: string, control: HTMLElement): HTMLElement {
  return element('div', { class: 'match-field' }, [
    element('span', { class: 'match-caption', text: label, attributes: { 'aria-hidden': 'true' } }),
    control,
  ]);
}

function group(label: string, content: readonly HTMLElement[]): HTMLElement {
  return element(
    'div',
    { class: 'match-group', attributes: { role: 'group', 'aria-label': label } },
    [
      element('div', {
        class: 'match-caption',
        text: label,
        attributes: { 'aria-hidden': 'true' },
      }),
      ...content,
    ],
  );
}
