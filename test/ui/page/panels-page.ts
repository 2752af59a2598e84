/** A page with the inspector alone, at the width it was asked for, beside a table made of numbers. */
import { DisplayModel } from '../../../webview/image/display';
import '../../../webview/image/image.css';
import { Inspector } from '../../../webview/inspector/inspector';
import type { Subject } from '../../../webview/inspector/subject';
import type { ChosenCell, TableSubject } from '../../../webview/table/subject';
import { registerControls } from '../../../webview/ui/controls';
import type { PanelsStand } from './panels-host';
import { columnsOf, makePanelsHost, textsOf } from './panels-host';

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

/** What the runner finds in the page. */
export interface PanelsWindow {
  inspector: Inspector;
  table: Mutable<TableSubject>;
  host: PanelsStand;
  copied: [text: string, what: string][];
  wentTo: number[];
  tabs: string[];
  opened: [name: string, row: number, as: string][];
  enlarged: number;
  /** Chooses a cell of the table. */
  choose: (name: string, row: number) => void;
}

const query = new URLSearchParams(location.search);
const rows = Number(query.get('rows') ?? 2000);
const words = new Set((query.get('words') ?? '').split(' '));
const bytes = Number(query.get('bytes') ?? 0);
const { host, stand } = makePanelsHost({ rows, bytes, words });
const columns = columnsOf(Number(query.get('columns') ?? 0));

const table: Mutable<TableSubject> = {
  hdu: 1,
  table: { columns, rows, rowsPresent: rows, bytesPerRow: 4000, local: bytes === 0, warnings: [] },
  view: '',
  rows,
  column: undefined,
  cell: undefined,
  goTo: (row) => page.wentTo.push(row),
};
const nothing: Subject = {
  ref: undefined,
  plane: undefined,
  limits: undefined,
  quantiles: undefined,
  done: 0,
  valuesKind: undefined,
  overviewStep: undefined,
  viewBox: undefined,
  profile: () => undefined,
};

registerControls();
const page = window as unknown as PanelsWindow;
page.table = table;
page.host = stand;
page.copied = [];
page.wentTo = [];
page.tabs = [];
page.opened = [];
page.enlarged = 0;
page.choose = (name, row) => {
  const column = columns.find((each) => each.name === name);
  if (column !== undefined) {
    const [text = ''] = textsOf(column.index, row);
    table.column = column;
    table.cell = { row, number: row, column, text } satisfies ChosenCell;
    page.inspector.update();
  }
};
const onCopy = (text: string, what: string): void => void page.copied.push([text, what]);
page.inspector = new Inspector({
  host,
  display: new DisplayModel(),
  subject: nothing,
  table,
  header: document.createElement('section'),
  tree: {
    element: document.createElement('section'),
    update: () => undefined,
    hide: () => undefined,
  },
  onLimits: () => undefined,
  onCopy,
  onTab: (tab) => page.tabs.push(tab),
  onGoTo: () => undefined,
  onOpenCell: ({ column, row }, as) => page.opened.push([column.name, row, as]),
  onEnlarge: () => {
    page.enlarged++;
  },
});
page.inspector.mode = 'table';

const panel = document.createElement('aside');
panel.className = 'panel panel-inspector';
panel.style.width = `${query.get('width') ?? '320'}px`;
panel.style.height = '100%';
panel.append(page.inspector.element);
document.body.append(panel);
page.inspector.update();
