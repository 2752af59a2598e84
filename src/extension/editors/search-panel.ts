import * as vscode from 'vscode';
import type { Host } from '../host';
import { SEARCH_PANEL } from '../ids';
import type { SearchPanels } from '../searches/search-panels';
import type { OpenSearchPanels } from './open-search-panels';

/** Registers the panels of searches. Their code is loaded when the first is opened, or brought back. */
export function registerSearchPanel(host: Host): SearchPanels & vscode.Disposable {
  let loading: Promise<OpenSearchPanels> | undefined;
  const panels = (): Promise<OpenSearchPanels> =>
    (loading ??= loadPanels(host).catch((error: unknown) => {
      loading = undefined;
      throw error;
    }));
  const registered = vscode.window.registerWebviewPanelSerializer(SEARCH_PANEL, {
    deserializeWebviewPanel: async (panel, state) => (await panels()).bringBack(panel, state),
  });
  return {
    openForm: async (service) => (await panels()).openForm(service),
    show: async (search, row) => (await panels()).show(search, row),
    dispose: () => {
      registered.dispose();
      void loading?.then((opened) => opened.dispose());
    },
  };
}

async function loadPanels(host: Host): Promise<OpenSearchPanels> {
  const [searching, module] = await Promise.all([host.searching(), import('./open-search-panels')]);
  return new module.OpenSearchPanels(host, searching);
}
