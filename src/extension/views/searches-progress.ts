import * as vscode from 'vscode';
import { SEARCHES_VIEW } from '../ids';
import { escapeLinks } from './display';

/** What takes longer can be ended. */
const PATIENCE_MS = 3000;

/**
 * Work for the view “Searches”, whose progress bar runs meanwhile. Where a service takes its time, a notification
 * says what is going on, with a way to cancel it.
 *
 * @param title what is going on: `Listing the files of …`
 */
export async function inSearchesView<T>(
  title: string,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const stop = new AbortController();
  const { window, ProgressLocation } = vscode;
  const running = work(stop.signal);
  const ended = running.then(
    () => undefined,
    () => undefined,
  );
  void window.withProgress({ location: { viewId: SEARCHES_VIEW } }, () => ended);
  const timer = setTimeout(() => {
    const location = ProgressLocation.Notification;
    const options = { location, title: escapeLinks(title), cancellable: true };
    void window.withProgress(options, (_, token) => {
      token.onCancellationRequested(() => stop.abort());
      return ended;
    });
  }, PATIENCE_MS);
  try {
    return await running;
  } finally {
    clearTimeout(timer);
  }
}
