import * as vscode from 'vscode';
import { catalogNotebook } from '../../core/catalogs/notebook/notebook';
import { catalogPython } from '../../core/catalogs/notebook/catalog-python';
import type { CatalogMethods, CatalogReply } from '../../protocol/catalog';
import { SkybucketError } from '../../core/errors';
import type { RpcHandlers } from '../../protocol/rpc-server';
import type { Host } from '../host';
import type { EngineModel } from './engine-model';
import { pythonPlace } from './python-place-of';

/** The view of notebooks that is part of the editor. */
const NOTEBOOK = 'jupyter-notebook';

/** Continues the work of a panel in Python. */
export function notebookHandlers(
  host: Host,
  model: Pick<EngineModel, 'catalog'>,
): Pick<RpcHandlers<CatalogMethods>, 'notebook' | 'copyPython'> {
  const opened = (): CatalogReply => {
    if (model.catalog === undefined) {
      throw new SkybucketError('not-found', 'The catalogue is not open.', {
        hint: 'Open it first: its columns are needed.',
      });
    }
    return model.catalog;
  };
  return {
    notebook: async ({ request }) => {
      const catalog = opened();
      const text = catalogNotebook(request, catalog, pythonPlace(host, request.dataset));
      const content = notebookData(text);
      const document = await vscode.workspace.openNotebookDocument(NOTEBOOK, content);
      await vscode.window.showNotebookDocument(document);
      return null;
    },
    copyPython: async ({ request }) => {
      const catalog = opened();
      const place = pythonPlace(host, request.dataset);
      await vscode.env.clipboard.writeText(catalogPython(request, catalog, place));
      return null;
    },
  };
}

interface WrittenCell {
  readonly cell_type: string;
  readonly source: readonly string[];
}

/** As an unsaved document: the user decides where it is kept. */
function notebookData(text: string): vscode.NotebookData {
  const { cells, metadata } = JSON.parse(text) as {
    readonly cells: readonly WrittenCell[];
    readonly metadata: Readonly<Record<string, unknown>>;
  };
  const data = new vscode.NotebookData(
    cells.map(({ cell_type: type, source }) =>
      type === 'code'
        ? new vscode.NotebookCellData(vscode.NotebookCellKind.Code, source.join(''), 'python')
        : new vscode.NotebookCellData(vscode.NotebookCellKind.Markup, source.join(''), 'markdown'),
    ),
  );
  data.metadata = { metadata, nbformat: 4, nbformat_minor: 5 };
  return data;
}
