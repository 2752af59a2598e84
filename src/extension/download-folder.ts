import { realpath } from 'node:fs/promises';
import * as vscode from 'vscode';

const KEY = 'skybucket.downloadFolder';

/** The folder downloads go to: chosen once per workspace, changed by a command. */
export class DownloadFolder {
  constructor(private readonly state: vscode.Memento) {}

  /** The folder on disk, asked for where there is none yet. Undefined when the user leaves it at that. */
  async get(): Promise<string | undefined> {
    return (await this.remembered()) ?? this.choose();
  }

  /** The folder on disk, where one was chosen and is still there. */
  async remembered(): Promise<string | undefined> {
    const folder = this.state.get<string>(KEY);
    return folder !== undefined && (await isSame(folder)) ? folder : undefined;
  }

  /** Offers the folders of the workspace first, then any other. */
  async choose(): Promise<string | undefined> {
    const { l10n } = vscode;
    const folders = vscode.workspace.workspaceFolders ?? [];
    const onDisk = folders.filter(({ uri }) => uri.scheme === 'file');
    if (folders.length > 0 && onDisk.length === 0) {
      void vscode.window.showInformationMessage(
        l10n.t(
          'The folders of this workspace are not on a disk: choose another one for downloads.',
        ),
      );
    }
    const uri = await pickFolder(onDisk);
    return uri === undefined ? undefined : this.remember(uri);
  }

  /**
   * What is remembered is where the folder really is. A link put in its place later does not lead
   * downloads elsewhere: `get` asks again then.
   */
  private async remember(uri: vscode.Uri): Promise<string> {
    const folder = await realpath(uri.fsPath);
    await this.state.update(KEY, folder);
    return folder;
  }
}

async function pickFolder(
  onDisk: readonly vscode.WorkspaceFolder[],
): Promise<vscode.Uri | undefined> {
  const { l10n } = vscode;
  if (onDisk.length === 0) {
    return browse(undefined);
  }
  const items: (vscode.QuickPickItem & { readonly uri?: vscode.Uri })[] = onDisk.map(
    ({ name, uri }) => ({
      label: name,
      description: uri.fsPath,
      iconPath: new vscode.ThemeIcon('root-folder'),
      uri,
    }),
  );
  items.push({
    label: l10n.t('Choose another folder…'),
    iconPath: new vscode.ThemeIcon('folder-opened'),
  });
  const picked = await vscode.window.showQuickPick(items, {
    title: l10n.t('Where should downloads go?'),
    placeHolder: l10n.t('Remembered for this workspace'),
  });
  return picked && (picked.uri ?? browse(onDisk[0]?.uri));
}

async function browse(start: vscode.Uri | undefined): Promise<vscode.Uri | undefined> {
  const chosen = await vscode.window.showOpenDialog({
    canSelectFiles: false,
    canSelectFolders: true,
    canSelectMany: false,
    openLabel: vscode.l10n.t('Download Here'),
    ...(start === undefined ? {} : { defaultUri: start }),
  });
  return chosen?.find(({ scheme }) => scheme === 'file');
}

async function isSame(folder: string): Promise<boolean> {
  try {
    return (await realpath(folder)) === folder;
  } catch {
    return false;
  }
}
