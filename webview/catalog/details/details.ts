import { CellPanel } from '../../inspector/cell/cell-panel';
import { ColumnPanel } from '../../inspector/column/column-panel';
import '../../inspector/inspector.css';
import { Pace } from '../../inspector/pace';
import type { RowsContext } from '../../inspector/table-context';
import '../../inspector/table-panels.css';

/** Milliseconds between two updates for changes of what is on show. */
const PACE = 200;

export type DetailName = 'column' | 'cell';

/** What can be said of the column and of the cell that the user looks at. */
export class Details {
  readonly #focus: { pixel: undefined; origin: 0 | 1 } = { pixel: undefined, origin: 1 };
  readonly #panels: { readonly column: ColumnPanel; readonly cell: CellPanel };
  readonly #paces: Readonly<Record<DetailName, Pace>>;
  readonly #inSight = new Set<DetailName>();

  constructor(context: Omit<RowsContext, 'focus'>) {
    const whole = { ...context, focus: this.#focus };
    this.#panels = { column: new ColumnPanel(whole), cell: new CellPanel(whole) };
    this.#paces = {
      column: new Pace(() => this.#panels.column.update()),
      cell: new Pace(() => this.#panels.cell.update()),
    };
  }

  element(name: DetailName): HTMLElement {
    return this.#panels[name].element;
  }

  /** Something changed of what is on show; what is out of sight asks for nothing. */
  update(name: DetailName, isShown: boolean): void {
    if (isShown) {
      this.#inSight.add(name);
      this.#paces[name].ask(PACE);
    } else if (this.#inSight.delete(name)) {
      this.#paces[name].cancel();
      this.#panels[name].hide();
    }
  }

  setOrigin(origin: 0 | 1): void {
    this.#focus.origin = origin;
  }
}
