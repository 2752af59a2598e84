import * as vscode from 'vscode';
import { formatShare } from '../../protocol/figures';
import { escapeLinks } from '../views/display';

/** Shows how far work has come; `share` between 0 and 1 where that is known. */
export type Report = (message: string, share?: number) => void;

/** Work that may take a while, in a notification with a way out. */
export function withWork<T>(
  title: string,
  work: (signal: AbortSignal, report: Report) => Promise<T>,
): Promise<T> {
  const options = {
    location: vscode.ProgressLocation.Notification,
    title: escapeLinks(title),
    cancellable: true,
  };
  return Promise.resolve(
    vscode.window.withProgress(options, (progress, token) => {
      const stop = new AbortController();
      token.onCancellationRequested(() => stop.abort());
      let shown = 0;
      return work(stop.signal, (message, share = 0) => {
        const percent = Math.min(100, 100 * share);
        progress.report({ message: escapeLinks(message), increment: Math.max(0, percent - shown) });
        shown = Math.max(shown, percent);
      });
    }),
  );
}

/** Reports bytes of a total. */
export function progressOf(report: Report, total: number): (bytes: number) => void {
  return (bytes) => report(formatShare(bytes, total), total === 0 ? 1 : bytes / total);
}
