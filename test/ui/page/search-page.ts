/** A page with the panel of a search, before a host that does what the test says. */
import '../../../webview/image/image.css';
import { parseKept } from '../../../webview/search/kept-state';
import { SearchPage } from '../../../webview/search/search-page';
import { registerControls } from '../../../webview/ui/controls';
import { makeSearchHost, type SearchStand } from './search-host';

/** What the runner finds in the page. */
export interface SearchWindow {
  stand: SearchStand;
  /** What is kept of the panel now, as JSON. */
  kept: unknown;
  /** Shows the panel anew as `kept` says, with the search that is on show. */
  reopen: (kept: unknown) => void;
}

const query = new URLSearchParams(location.search);
const scenario = {
  rows: Number(query.get('rows') ?? 1000),
  words: new Set((query.get('words') ?? '').split(' ')),
};

registerControls();
const window_ = window as unknown as SearchWindow;
const { host, stand } = makeSearchHost(scenario);
window_.stand = stand;

function show(kept: unknown): void {
  const page = new SearchPage(host, parseKept(kept), (now) => {
    window_.kept = JSON.parse(JSON.stringify(now)) as unknown;
  });
  document.body.replaceChildren(page.element);
  stand.emit('settings', { pixelOrigin: 1 });
  stand.emit('search', stand.state);
  void page.open();
}

window_.reopen = show;
show(undefined);
