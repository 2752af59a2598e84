import * as vscode from 'vscode';
import type { TableFormat } from '../../protocol/table';
import { tableHandlers } from '../editors/table-handlers';
import { TABLE_FORMATS } from '../export-table';
import type { Host } from '../host';
import { ENDINGS } from '../write-table';

/**
 * Asks for a format and a place, and writes the rows of a result that is kept.
 *
 * @throws SkybucketError `not-found` where it is kept no more, `local-file`, or what reading throws
 */
export async function exportKeptResult(host: Host, id: string): Promise<void> {
  const { results, panels } = await host.catalogs();
  const { result, uri } = await results.get(id);
  const formats = Object.keys(TABLE_FORMATS) as TableFormat[];
  const chosen = await vscode.window.showQuickPick(
    formats.map((format) => ({
      ...{ label: TABLE_FORMATS[format], format },
      description: ENDINGS[format].map((ending) => `.${ending}`).join(', '),
    })),
    { title: vscode.l10n.t('Export Result As') },
  );
  if (chosen === undefined) {
    return;
  }
  const { state, complete, warnings, title } = result;
  await panels.withWorker(async (worker) => {
    const opened = await worker.request('openResult', { uri, state, complete, warnings });
    const { hdu } = opened.table;
    const { columns } = await worker.request('table', { hdu });
    const { exportTable } = tableHandlers(
      { use: (work) => work({ request: (...asked) => worker.request(...asked) }) },
      { exportTable: (...table) => host.exportTable(...table) },
    );
    const { signal } = new AbortController();
    await exportTable(
      {
        ...{ name: title, format: chosen.format, hdu, view: '' },
        columns: columns.map((_, index) => index),
      },
      { signal, progress: () => Promise.resolve() },
    );
  });
}
