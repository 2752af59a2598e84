import * as vscode from 'vscode';

export const IMAGE = 'skybucket.image';

export async function openImage(
  uri: vscode.Uri,
  column = vscode.ViewColumn.Active,
  viewType = IMAGE,
): Promise<void> {
  await vscode.commands.executeCommand('vscode.openWith', uri, viewType, column);
}

/** The tabs of the viewer that show a file. */
export function viewersOf(uri: vscode.Uri): vscode.Tab[] {
  return vscode.window.tabGroups.all
    .flatMap(({ tabs }) => tabs)
    .filter(
      ({ input }) =>
        input instanceof vscode.TabInputCustom &&
        input.viewType.startsWith(IMAGE) &&
        input.uri.toString() === uri.toString(),
    );
}

export async function closeTabs(): Promise<void> {
  await vscode.window.tabGroups.close(vscode.window.tabGroups.all.flatMap(({ tabs }) => tabs));
}
