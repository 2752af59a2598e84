import * as vscode from 'vscode';
import { isCancelled, sentence } from '../../core/errors';
import type { TapTables } from '../../core/archives/tap/tables';
import type { AdqlTable } from '../../core/adql/catalog';
import { nodeLabel } from './table-nodes';

/** Schemas whose tables are asked for at the same time. */
const AT_ONCE = 4;

/** Lets the user find a table of a service by its name or by what it has; undefined where they leave it. */
export async function findTable(who: string, tables: TapTables): Promise<AdqlTable | undefined> {
  const pick = vscode.window.createQuickPick<
    vscode.QuickPickItem & { readonly table: AdqlTable }
  >();
  pick.title = vscode.l10n.t('Tables of {0}', who);
  pick.placeholder = vscode.l10n.t('Part of a name or of a description');
  pick.matchOnDescription = true;
  pick.matchOnDetail = true;
  const stop = new AbortController();
  const show = (): void => {
    pick.items = tables.catalog().tables.map((table) => ({
      label: nodeLabel({ kind: 'table', table }),
      description: table.schema,
      detail: table.description ?? '',
      table,
    }));
  };
  try {
    return await new Promise<AdqlTable | undefined>((resolve) => {
      pick.onDidAccept(() => resolve(pick.selectedItems[0]?.table));
      pick.onDidHide(() => resolve(undefined));
      pick.busy = true;
      pick.show();
      show();
      loadAll(tables, stop.signal, show)
        .catch((error: unknown) => {
          if (!isCancelled(error)) {
            pick.placeholder = sentence(error);
          }
        })
        .finally(() => {
          pick.busy = false;
        });
    });
  } finally {
    stop.abort();
    pick.dispose();
  }
}

async function loadAll(tables: TapTables, signal: AbortSignal, onMore: () => void): Promise<void> {
  const waiting = [...(await tables.schemas({ signal }))];
  onMore();
  const work = async (): Promise<void> => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      if (tables.catalog().complete) {
        return;
      }
      await tables.tables(next.name, { signal });
      onMore();
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
}
