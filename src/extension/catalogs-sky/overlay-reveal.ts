import type * as vscode from 'vscode';

/**
 * Lays a kept result over the picture of a panel. A panel that was hidden has no page any more: its new one is
 * told once it knows the parts of its file.
 */
export class OverlayReveal {
  private readonly wanted = new Set<string>();
  private knowsParts = false;

  constructor(
    private readonly panel: Pick<vscode.WebviewPanel, 'reveal' | 'viewColumn'>,
    private readonly tell: (result: string) => void,
  ) {}

  show(result: string): void {
    this.wanted.add(result);
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
    if (this.knowsParts) {
      this.wanted.forEach((result) => this.tell(result));
      this.wanted.clear();
    }
  }
}
