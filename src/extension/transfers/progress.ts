import * as vscode from 'vscode';
import { escapeLinks } from '../views/display';

/** What takes longer is told, and can be ended. */
const PATIENCE_MS = 800;

/** Work before a transfer: where it takes its time, a notification says so, with a way to cancel it. */
export async function withTransferProgress<T>(
  title: string,
  work: (signal: AbortSignal, say: (message: string) => void) => Promise<T>,
): Promise<T> {
  const stop = new AbortController();
  let said = '';
  let say = (message: string): void => void (said = message);
  const running = work(stop.signal, (message) => say(message));
  const ended = running.then(
    () => undefined,
    () => undefined,
  );
  const timer = setTimeout(() => {
    const location = vscode.ProgressLocation.Notification;
    const options = { location, title: escapeLinks(title), cancellable: true };
    void vscode.window.withProgress(options, (progress, token) => {
      token.onCancellationRequested(() => stop.abort());
      say = (message) => progress.report({ message: escapeLinks(message) });
      say(said);
      return ended;
    });
  }, PATIENCE_MS);
  try {
    return await running;
  } finally {
    clearTimeout(timer);
  }
}
