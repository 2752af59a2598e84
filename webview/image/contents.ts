import type { TableReply } from '../../src/protocol/table';
import type { KeptSpectrum } from '../spectrum/kept';
import type { SpectrumTarget, SpectrumView } from '../spectrum/spectrum-view';
import type { KeptTable } from '../table/kept';
import type { TablePane, TableTarget } from '../table/table-pane';
import type { Mode } from './mode';
import type { Stage } from './stage';

/** Rows in sight above one that was asked for. */
const ROWS_ABOVE = 3;

/** What the stage shows beside the picture: the table and the plot of the chosen HDU. */
export class Contents {
  readonly #stage: Stage;
  readonly #table: TablePane;
  readonly #line: SpectrumView;
  /** How each table was left: who opens a cell, or looks at another HDU, comes back to it. */
  readonly #left = new Map<number, KeptTable>();
  #hdu: number | undefined;
  #wanted: { readonly hdu: number; readonly row: number } | undefined;

  constructor(stage: Stage, table: TablePane, line: SpectrumView) {
    this.#stage = stage;
    this.#table = table;
    this.#line = line;
  }

  /** Something else is to be shown; what it is is on its way. */
  begin(hdu: number, mode: Mode): void {
    this.#keep();
    if (hdu !== this.#hdu) {
      // A cell still needs to know its table.
      this.#table.clear();
      this.#hdu = undefined;
    }
    this.#line.clear();
    this.#stage.show(mode);
  }

  /** The table of that HDU, when it is shown next, shows this row (of the table), and therefore all of them. */
  wantRow(hdu: number, row: number): void {
    this.#wanted = { hdu, row };
  }

  showTable(target: TableTarget, table: TableReply, kept: KeptTable | undefined): void {
    const { hdu } = target;
    const left = kept ?? this.#left.get(hdu);
    const wanted = this.#wanted;
    this.#hdu = hdu;
    this.#wanted = undefined;
    this.#stage.show('table');
    this.#table.show(target, table, wanted?.hdu === hdu ? atRow(wanted.row, left) : left);
  }

  showLine(target: SpectrumTarget, kept: KeptSpectrum | undefined): void {
    this.#stage.show('line');
    this.#line.show(target, kept);
  }

  /** How the table of an HDU is, or was left. */
  keptTable(hdu: number): KeptTable | undefined {
    this.#keep();
    return this.#left.get(hdu);
  }

  #keep(): void {
    const { state } = this.#table;
    if (this.#hdu !== undefined && state !== undefined) {
      this.#left.set(this.#hdu, state);
    }
  }
}

/** How a table was left, but all of its rows, in their order, and one of them chosen. */
function atRow(row: number, left: KeptTable | undefined): KeptTable {
  const columns = left?.columns;
  const above = Math.max(0, row - ROWS_ABOVE);
  const column = left?.cell?.column ?? 0;
  return {
    columns,
    filter: '',
    sort: [],
    row: above,
    left: left?.left ?? 0,
    cell: { row, column },
  };
}
