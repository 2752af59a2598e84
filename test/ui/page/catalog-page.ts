/** A page with the panel of a catalogue, before a host that does what the test says. */
import '../../../webview/image/image.css';
import { CatalogPage } from '../../../webview/catalog/catalog-page';
import { parseKept } from '../../../webview/catalog/kept-state';
import { registerControls } from '../../../webview/ui/controls';
import { makeCatalogHost, type CatalogStand } from './catalog-host';

/** What the runner finds in the page. */
export interface CatalogWindow {
  stand: CatalogStand;
  /** What is kept of the panel now, as JSON. */
  kept: unknown;
  /** Shows the panel anew as `kept` says, with the state that is. */
  reopen: (kept: unknown) => void;
}

const query = new URLSearchParams(location.search);
const scenario = {
  columns: Number(query.get('columns') ?? 300),
  words: new Set((query.get('words') ?? '').split(' ')),
};

registerControls();
const page = window as unknown as CatalogWindow;
const { host, stand } = makeCatalogHost(scenario);
page.stand = stand;

function show(kept: unknown): void {
  const shown = new CatalogPage(host, parseKept(kept), (now) => {
    page.kept = JSON.parse(JSON.stringify(now)) as unknown;
  });
  document.body.replaceChildren(shown.element);
  stand.emit('settings', { pixelOrigin: 1 });
  stand.emit('state', stand.state);
}

page.reopen = show;
show(undefined);
