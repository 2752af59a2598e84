import * as vscode from 'vscode';
import type { Statement } from '../../core/adql/statements';
import type { TapCapabilities } from '../../core/archives/tap/capabilities';
import { isCancelled, sentence, SkybucketError } from '../../core/errors';
import { isSameRequest } from '../../core/searches/read-search';
import type { SearchRequest } from '../../core/searches/saved-search';
import { IMAGE_EDITOR } from '../ids';
import type { TapEntry } from '../searches/archive-services';
import type { Searches } from '../searches/searches';
import { escapeLinks } from '../views/display';
import type { AdqlDiagnostics } from './diagnostics';
import type { QueryAt } from './documents';
import { rowWords } from './job-words';
import { type FewRows, moreRowsWords, nextLimit } from './more-rows';
import { namingRowLimit } from './row-limit';

export type RunSearches = Pick<
  Searches,
  'list' | 'create' | 'run' | 'progress' | 'onDidChange' | 'rowsUri'
>;

/** Runs a query and opens its rows: as a saved search, so that they are kept and can be had again. */
export async function runNow(
  searches: RunSearches,
  diagnostics: AdqlDiagnostics,
  query: QueryAt,
  { service }: TapEntry,
  limits: () => TapCapabilities['rows'] | undefined,
): Promise<'done' | 'as-job'> {
  const { document, statement, mostRows } = query;
  const request: SearchRequest = {
    ...{ kind: 'tap', service },
    criteria: { query: statement.text, mostRows },
  };
  const known = searches.list().find((search) => isSameRequest(search, request));
  const search = known ?? (await searches.create(request));
  try {
    const done = await withProgress(service.label, (signal, report) => {
      const heard = searches.onDidChange(({ id }) => {
        const rows = id === search.id ? (searches.progress(id)?.rows ?? 0) : 0;
        if (rows > 0) {
          report(rowWords(rows));
        }
      });
      return searches.run(search.id, { signal }).finally(() => heard.dispose());
    });
    diagnostics.accept(document);
    const file = searches.rowsUri(done.id);
    if (file !== undefined) {
      await openTable(file);
    }
    const { rows = 0, reason } = done.ran ?? {};
    if (reason !== undefined) {
      const few = { who: service.label, reason, rows, asked: mostRows, limits: limits() };
      void offerMore(query, few);
    }
    return 'done';
  } catch (error) {
    if (isCancelled(error)) {
      return 'done';
    }
    return refused(diagnostics, query, error);
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
    title: escapeLinks(vscode.l10n.t('Asking {0}', who)),
    cancellable: true,
  };
  return vscode.window.withProgress(shown, async (progress, token) => {
    const controller = new AbortController();
    token.onCancellationRequested(() => controller.abort());
    return work(controller.signal, (message) => progress.report({ message: escapeLinks(message) }));
  });
}

/** Says something that is not as it should be; nobody waits for it to be read. */
export function warn(words: string): void {
  void vscode.window.showWarningMessage(escapeLinks(words));
}

/** Says that rows are missing; the answer may be to ask for more of them. */
async function offerMore({ document, statement }: QueryAt, few: FewRows): Promise<void> {
  const next = nextLimit(few);
  const more =
    next === undefined ? [] : [vscode.l10n.t('Ask for {0} Rows', next.toLocaleString('en-US'))];
  const answer = await vscode.window.showWarningMessage(escapeLinks(moreRowsWords(few)), ...more);
  const place = placeOf(document, statement);
  if (answer === undefined || next === undefined || place === undefined) {
    return;
  }
  const { from, to, insert } = namingRowLimit(document.getText(), place, next);
  const edit = new vscode.WorkspaceEdit();
  const range = new vscode.Range(document.positionAt(from), document.positionAt(to));
  edit.replace(document.uri, range, insert);
  await vscode.workspace.applyEdit(edit);
  const now = placeOf(document, statement);
  await vscode.commands.executeCommand('skybucket.adql.run', document.uri, now?.from);
}

/** Where a query stands now: the document may have changed since it was run. */
function placeOf(document: vscode.TextDocument, { text, from }: Statement): Statement | undefined {
  const all = document.getText();
  const behind = all.indexOf(text, from);
  const at = behind < 0 ? all.indexOf(text) : behind;
  return at < 0 ? undefined : { text, from: at, to: at + text.length };
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
  const now = error.code === 'server' && !error.retryable && placeOf(document, statement);
  if (now) {
    diagnostics.refuse(document, now.from, now.to, error.message);
  }
  const asJob = vscode.l10n.t('Run as Job');
  const choices = error.code === 'timeout' || error.retryable ? [asJob] : [];
  const answer = await vscode.window.showErrorMessage(escapeLinks(sentence(error)), ...choices);
  return answer === asJob ? 'as-job' : 'done';
}
