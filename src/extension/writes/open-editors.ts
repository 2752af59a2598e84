import * as vscode from 'vscode';

/** Whether an editor has a file, or an extension has it as a document. */
export function isOpen(uri: vscode.Uri): boolean {
  const name = uri.toString();
  const { textDocuments, notebookDocuments } = vscode.workspace;
  return (
    [...textDocuments, ...notebookDocuments].some((document) => document.uri.toString() === name) ||
    // Long texts are in editors alone.
    vscode.window.tabGroups.all.some(({ tabs }) =>
      tabs.some((tab) => urisOfTab(tab).some((one) => one.toString() === name)),
    )
  );
}

/** The files that a tab shows. */
export function urisOfTab({ input }: Pick<vscode.Tab, 'input'>): readonly vscode.Uri[] {
  if (input instanceof vscode.TabInputText || input instanceof vscode.TabInputNotebook) {
    return [input.uri];
  }
  return input instanceof vscode.TabInputTextDiff ? [input.original, input.modified] : [];
}
