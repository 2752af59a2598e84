/** A page with the table grid alone, before a table made of numbers. */
import '../../../webview/image/image.css';
import '../../../webview/image/stage.css';
import '../../../webview/image/toolbar.css';
import type { ColumnLine, TableReply } from '../../../src/protocol/table';
import type { KeptTable } from '../../../webview/table/kept';
import { parseKeptTable } from '../../../webview/table/kept';
import type { ChosenCell } from '../../../webview/table/subject';
import { TablePane } from '../../../webview/table/table-pane';
import { registerControls } from '../../../webview/ui/controls';
import type { TableStand } from './table-host';
import { makeTable, makeTableHost } from './table-host';

/** What the runner finds in the page. */
export interface TableWindow {
  pane: TablePane;
  reply: TableReply;
  host: TableStand;
  copied: [text: string, what: string][];
  opened: [cell: ChosenCell, as: string][];
  inspected: ColumnLine[];
  changes: number;
  /** Shows the table anew as `kept` says. */
  reopen: (kept: unknown) => void;
}

const query = new URLSearchParams(location.search);
const scenario = {
  rows: Number(query.get('rows') ?? 10_000_000),
  columns: Number(query.get('columns') ?? 500),
  words: new Set((query.get('words') ?? '').split(' ')),
};

registerControls();
const { host, stand } = makeTableHost(scenario);
const page = window as unknown as TableWindow;
page.host = stand;
page.copied = [];
page.opened = [];
page.inspected = [];
page.changes = 0;
page.reply = makeTable(scenario);
page.pane = new TablePane(host, {
  onChange: () => {
    page.changes++;
  },
  onCopy: (text, what) => page.copied.push([text, what]),
  onOpenCell: (cell, as) => page.opened.push([cell, as]),
  onColumn: (column) => page.inspected.push(column),
});
const show = (kept: KeptTable | undefined): void =>
  page.pane.show({ hdu: 1, title: 'SOURCES', fileName: 'catalog.fits.gz' }, page.reply, kept);
page.reopen = (kept) => show(parseKeptTable(JSON.parse(JSON.stringify(kept))));

const stage = document.createElement('main');
stage.className = 'stage';
stage.style.height = '100%';
page.pane.element.classList.add('stage-table');
stage.append(page.pane.element);
document.body.append(stage);
show(undefined);
