import type { CatalogState } from '../../../src/protocol/catalog';
import type { TablePane } from '../../table/table-pane';
import type { ContextMenuItem } from '../../ui/context-menu';
import type { CatalogHost } from '../catalog-host';
import { ChosenBar } from './chosen-bar';
import { CHOSEN_VIEW } from './result-host';
import { bytesOf, rowsOf } from './row-numbers';

export interface ChosenInTableActions {
  /** Other rows are chosen; undefined for none. */
  onChosen(rows: Uint32Array | undefined): void;
  /** Only the chosen rows are to be on show, or all. */
  onOnly(only: boolean): void;
  onError(error: unknown): void;
}

/** The rows that are chosen in a plot, on an image or in the table: marked in the table, and how many they are. */
export class ChosenInTable {
  readonly bar: ChosenBar;
  readonly #host: CatalogHost;
  readonly #table: TablePane;
  readonly #actions: ChosenInTableActions;
  #rows: Uint32Array | undefined;
  #version: number | undefined;

  constructor(host: CatalogHost, table: TablePane, actions: ChosenInTableActions) {
    this.#host = host;
    this.#table = table;
    this.#actions = actions;
    this.bar = new ChosenBar({
      onOnly: (only) => actions.onOnly(only),
      onClear: () => void this.#choose([]),
    });
  }

  /** Rows of the table, ascending; undefined for none. */
  get rows(): Uint32Array | undefined {
    return this.#rows;
  }

  /** Takes up what the host says. */
  follow(chosen: CatalogState['chosen']): void {
    if (chosen?.version !== this.#version) {
      this.#version = chosen?.version;
      void this.#take(chosen !== undefined && chosen.count > 0);
    }
  }

  /**
   * @param hasTable whether there is a table that they are in
   * @param only whether only they are on show
   */
  show(hasTable: boolean, only: boolean): void {
    this.bar.show(hasTable ? (this.#rows?.length ?? 0) : 0, only);
  }

  /** What the menu of a row offers; `all` is how many rows the table has. */
  itemsOf(row: number, all: number): readonly ContextMenuItem[] {
    const { view, hdu, rows } = this.#table;
    const isPart = view !== '' && view !== CHOSEN_VIEW && rows < all;
    return [
      { label: 'Choose this row', onChoose: () => void this.#choose([row]) },
      ...(isPart && hdu !== undefined
        ? [
            {
              label: 'Choose the rows of the filter',
              onChoose: () => void this.#chooseView(hdu, view),
            },
          ]
        : []),
    ];
  }

  async #take(some: boolean): Promise<void> {
    const version = this.#version;
    try {
      const rows = some ? rowsOf((await this.#host.request('chosen', {})).rows) : undefined;
      if (version === this.#version) {
        this.#rows = rows === undefined || rows.length === 0 ? undefined : rows;
        this.#table.setMarked(this.#rows);
        this.#actions.onChosen(this.#rows);
      }
    } catch (error) {
      this.#actions.onError(error);
    }
  }

  async #choose(rows: readonly number[] | Uint32Array): Promise<void> {
    const { hdu } = this.#table;
    if (hdu !== undefined) {
      try {
        await this.#host.request('choose', { hdu, rows: bytesOf(rows) });
      } catch (error) {
        this.#actions.onError(error);
      }
    }
  }

  async #chooseView(hdu: number, view: string): Promise<void> {
    try {
      const { rows } = await this.#host.request('rowsOfView', { hdu, view });
      await this.#choose(rowsOf(rows).sort());
    } catch (error) {
      this.#actions.onError(error);
    }
  }
}
