import * as vscode from 'vscode';
import { isCancelled, sentence, SkybucketError } from '../../core/errors';
import { isSameRequest } from '../../core/searches/read-search';
import type { SavedSearch, SearchRequest } from '../../core/searches/saved-search';
import { IMAGE_EDITOR } from '../ids';
import type { TapEntry } from '../searches/archive-services';
import type { Searches } from '../searches/searches';
import { escapeLinks } from '../views/display';
import type { AdqlDiagnostics } from './diagnostics';
import type { QueryAt } from './documents';
import { rowWords } from './job-words';

export type RunSearches = Pick<
  Searches,
  'list' | 'create' | 'run' | 'progress' | 'onDidChange' | 'rowsUri'
>;

/** Runs a query and opens its rows: as a saved search, so that they are kept and can be had again. */
export async function runNow(
  searches: RunSearches,
  diagnostics: AdqlDiagnostics,
  { document, statement }: QueryAt,
  entry: TapEntry,
): Promise<'done' | 'as-job'> {
  const request: SearchRequest = {
    kind: 'tap',
    service: entry.service,
    criteria: { query: statement.text },
  };
  const known = searches.list().find((search) => isSameRequest(search, request));
  const search = known ?? (await searches.create(request));
  try {
    const done = await withProgress(entry.service.label, (signal, report) => {
      const heard = searches.onDidChange(({ id }) => {
        const rows = id === search.id ? (searches.progress(id)?.rows ?? 0) : 0;
        if (rows > 0) {
          report(rowWords(rows));
        }
      });
      return searches.run(search.id, { signal }).finally(() => heard.dispose());
    });
    diagnostics.accept(document);
    await showRows(searches, done);
    return 'done';
  } catch (error) {
    if (isCancelled(error)) {
      return 'done';
    }
    return refused(diagnostics, { document, statement }, error);
  }
}

/** Opens a table that a query has brought, beside the query. */
export async function openTable(file: vscode.Uri): Promise<void> {
  await vscode.commands.executeCommand('vscode.openWith', file, IMAGE_EDITOR, {
    viewColumn: vscode.ViewColumn.Beside,
    preview: true,
    preserveFocus: true,
  });
}

/** Shows that something waits for a service, with a way out. */
export function withProgress<T>(
  who: string,
  work: (signal: AbortSignal, report: (message: string) => void) => Promise<T>,
): Thenable<T> {
  const shown = {
    location: vscode.ProgressLocation.Notification,
    title: vscode.l10n.t('Asking {0}', who),
    cancellable: true,
  };
  return vscode.window.withProgress(shown, async (progress, token) => {
    const controller = new AbortController();
    token.onCancellationRequested(() => controller.abort());
    return work(controller.signal, (message) => progress.report({ message }));
  });
}

async function showRows(searches: RunSearches, { id, ran }: SavedSearch): Promise<void> {
  const file = searches.rowsUri(id);
  if (file !== undefined) {
    await openTable(file);
  }
  if (ran?.reason !== undefined) {
    void vscode.window.showWarningMessage(escapeLinks(ran.reason));
  }
}

/** Marks the query, and offers a job where the service took too long. */
async function refused(
  diagnostics: AdqlDiagnostics,
  { document, statement }: QueryAt,
  error: unknown,
): Promise<'done' | 'as-job'> {
  if (!(error instanceof SkybucketError)) {
    throw error;
  }
  if (error.code === 'server' && !error.retryable) {
    // The document may have changed meanwhile.
    const text = document.getText();
    const behind = text.indexOf(statement.text, statement.from);
    const at = behind < 0 ? text.indexOf(statement.text) : behind;
    if (at >= 0) {
      diagnostics.refuse(document, at, at + statement.text.length, error.message);
    }
  }
  const asJob = vscode.l10n.t('Run as Job');
  const choices = error.code === 'timeout' || error.retryable ? [asJob] : [];
  const answer = await vscode.window.showErrorMessage(escapeLinks(sentence(error)), ...choices);
  return answer === asJob ? 'as-job' : 'done';
}
