/** A page with the tree pane alone, or with the list of the parts of an ASDF file. */
import '../../../webview/image/image.css';
import '../../../webview/image/stage.css';
import type { HduLine } from '../../../src/protocol/methods';
import { StructurePanel } from '../../../webview/image/structure';
import { Trees } from '../../../webview/image/trees';
import { parseKeptTree } from '../../../webview/tree/kept-tree';
import { TreePane } from '../../../webview/tree/tree-pane';
import { registerControls } from '../../../webview/ui/controls';
import type { TreeStand } from './tree-host';
import { makeTreeHost } from './tree-host';

/** What the runner finds in the page. */
export interface TreeWindow {
  pane: TreePane;
  /** Shows the file, or another version of it. */
  openFile: () => void;
  trees: Trees;
  host: TreeStand;
  copied: [text: string, what: string][];
  opened: HduLine[];
  changes: number;
  /** Shows the tree anew as `kept` says. */
  reopen: (kept: unknown) => void;
  /** Lines that were chosen in the list of parts. */
  chosen: number[];
}

const query = new URLSearchParams(location.search);

/** VS Code gives these too; the themes of the tests have no others need of them. */
const TOKENS = {
  dark: { name: '#c586c0', string: '#ce9178', boolean: '#4e94ce', number: '#b5cea8' },
  light: { name: '#9b46b0', string: '#a31515', boolean: '#0000ff', number: '#098658' },
  contrast: { name: '#ffffff', string: '#f48771', boolean: '#75bdfe', number: '#89d185' },
};
const kind = document.body.className.replace('vscode-', '').replace('high-', '');
const tokens = TOKENS[kind as keyof typeof TOKENS];
for (const [name, colour] of Object.entries(tokens ?? TOKENS.dark)) {
  document.documentElement.style.setProperty(`--vscode-debugTokenExpression-${name}`, colour);
}

registerControls();
const { host, stand } = makeTreeHost(query.get('tree') ?? '');
Object.assign(stand.failing, JSON.parse(query.get('failing') ?? '{}'));
const page = window as unknown as TreeWindow;
page.host = stand;
page.copied = [];
page.opened = [];
page.changes = 0;
page.chosen = [];
page.pane = new TreePane(host, {
  onCopy: (text, what) => page.copied.push([text, what]),
  onOpen: (line) => page.opened.push(line),
  onChange: () => {
    page.changes++;
  },
});
page.trees = new Trees(host, {
  onCopy: () => undefined,
  onOpen: () => undefined,
  onChange: () => undefined,
});
page.reopen = (kept) =>
  page.pane.show(0, 'r0000101_cal.asdf', parseKeptTree(JSON.parse(JSON.stringify(kept))));

const line = (index: number, name: string, more: Partial<HduLine>): HduLine => ({
  ...{ index, name, version: 1, type: 'ndarray', cards: 0, dimensions: '', format: '' },
  ...{ picture: 'yes', table: false, line: false },
  ...more,
});
const LINES: readonly HduLine[] = [
  line(0, 'Tree', { type: 'tree', tree: true, picture: { reason: 'it is a tree of metadata' } }),
  line(1, 'roman/data', {
    ...{ dimensions: '(4088, 4088)', format: 'float32', storage: 'lz4', bytes: 66_846_976 },
  }),
  line(2, 'roman/meta/wcs/steps/[1]/transform/forward/[0]/matrix', {
    ...{ dimensions: '(2, 2)', format: 'float64', storage: 'inline', bytes: 32 },
  }),
  line(3, 'roman/catalog', {
    ...{ dimensions: '(1200,)', format: '26 fields', bytes: 1_400_000 },
    ...{ table: true, picture: { reason: 'it is a table' } },
  }),
  line(4, 'roman/err', { picture: { reason: 'its block is cut off' } }),
];

page.openFile = () => {
  page.trees.clear();
  const title = 'r0000101_cal.asdf';
  page.trees.setFile({
    ...{ title, lines: LINES, warnings: [], first: 1, format: 'ASDF' },
    ...{ compression: undefined, unpacking: undefined },
  });
  if (query.get('file') === 'stage') {
    page.trees.showOnStage(LINES[0] as HduLine, title, undefined);
  } else {
    page.trees.tab.update();
  }
};

const box = document.createElement(query.has('parts') ? 'aside' : 'main');
box.className = 'panel-body';
box.style.height = '100%';
box.style.width = query.get('width') === null ? '100%' : `${query.get('width')}px`;
if (query.has('parts')) {
  const panel = new StructurePanel((index) => {
    page.chosen.push(index);
    panel.select(index);
  });
  panel.update(LINES, [], 1);
  box.append(panel.element);
} else if (query.has('file')) {
  // Only one of the two is in sight at a time.
  const { stage, tab } = page.trees;
  box.append(query.get('file') === 'stage' ? stage.element : tab.element);
  page.openFile();
} else {
  box.append(page.pane.element);
  page.pane.show(0, 'r0000101_cal.asdf');
}
document.body.append(box);
