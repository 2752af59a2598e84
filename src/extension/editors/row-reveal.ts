import type * as vscode from 'vscode';
import type { HostEvents } from '../../protocol/methods';

type Row = HostEvents['revealRow'];

/**
 * Shows a row of a table in the viewer of a panel. A panel that was hidden has no page any more: its new one
 * is told once it knows the parts of its file.
 */
export class RowReveal {
  private wanted: Row | undefined;
  private knowsParts = false;

  constructor(
    private readonly panel: Pick<vscode.WebviewPanel, 'reveal' | 'viewColumn'>,
    private readonly tell: (row: Row) => void,
  ) {}

  show(row: Row): void {
    this.wanted = row;
    this.panel.reveal(this.panel.viewColumn);
    this.flush();
  }

  /** The page is gone. */
  pageLeft(): void {
    this.knowsParts = false;
  }

  /** The page has been told of the parts of the file. */
  partsTold(): void {
    this.knowsParts = true;
    this.flush();
  }

  private flush(): void {
    if (this.knowsParts && this.wanted !== undefined) {
      this.tell(this.wanted);
      this.wanted = undefined;
    }
  }
}
