import * as vscode from 'vscode';
import { formatShare } from '../protocol/figures';
import { baseName } from './uris';
import { escapeLinks, visibleName } from './views/display';

/** From here on reading is shown and can be cancelled. */
const WORTH_SHOWING = 8_000_000;

/** Reading a file that takes a while, shown with a way out. */
export class ReadProgress {
  private readonly stop = new AbortController();
  private begun = false;
  private notification: vscode.Progress<{ message: string; increment: number }> | undefined;
  private shown = 0;
  private finish: () => void = () => undefined;
  private readonly finished = new Promise<void>((resolve) => (this.finish = resolve));

  constructor(private readonly uri: vscode.Uri) {}

  get signal(): AbortSignal {
    return this.stop.signal;
  }

  report(received: number, size: number): void {
    if (size < WORTH_SHOWING) {
      return;
    }
    if (!this.begun) {
      this.begin();
    }
    const percent = (100 * received) / size;
    this.notification?.report({
      message: formatShare(received, size),
      increment: Math.max(0, percent - this.shown),
    });
    this.shown = Math.max(this.shown, percent);
  }

  end(): void {
    this.finish();
  }

  private begin(): void {
    this.begun = true;
    const name = escapeLinks(visibleName(baseName(this.uri)));
    void vscode.window.withProgress(
      {
        location: vscode.ProgressLocation.Notification,
        title: vscode.l10n.t('Reading {0}', name),
        cancellable: true,
      },
      (notification, token) => {
        this.notification = notification;
        token.onCancellationRequested(() => this.stop.abort());
        return this.finished;
      },
    );
  }
}
