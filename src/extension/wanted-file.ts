import type * as vscode from 'vscode';

/** A file to download with others. */
export interface WantedFile {
  readonly uri: vscode.Uri;
  /** As its archive calls it; may be anything. */
  readonly name: string;
  /** Bytes, as its archive says. */
  readonly size: number | undefined;
}
