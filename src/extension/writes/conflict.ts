import * as vscode from 'vscode';
import type { Conflict, EditableFiles } from '../filesystem-editable';
import { escapeLinks, visibleName } from '../views/display';
import { nameOf, shown } from './place';

/** Tells of saves that were refused since the object is another one by now, and offers the ways on. */
export class ConflictTeller {
  /** Told and not answered yet: saving by itself tries again and again. */
  private readonly shown = new Set<string>();

  constructor(private readonly files: EditableFiles) {}

  async tell(conflict: Conflict): Promise<void> {
    const name = conflict.uri.toString();
    if (this.shown.has(name)) {
      return;
    }
    this.shown.add(name);
    try {
      await this.ask(conflict);
    } finally {
      this.shown.delete(name);
    }
  }

  private async ask(conflict: Conflict): Promise<void> {
    const { l10n } = vscode;
    const { uri, place } = conflict;
    const compare = l10n.t('Compare');
    const overwrite = l10n.t('Overwrite');
    const saveAs = l10n.t('Save As…');
    const message = l10n.t(
      '{0} was changed by somebody else since it was read. Your changes are not saved yet.',
      visibleName(shown(place)),
    );
    const actions = [compare, overwrite, saveAs];
    const answer = await vscode.window.showWarningMessage(escapeLinks(message), ...actions);
    if (answer === compare) {
      await compareWithServer(conflict);
    } else if (answer === overwrite) {
      await this.files.acceptNewest(place);
      await vscode.workspace.save(uri);
    } else if (answer === saveAs) {
      await vscode.workspace.saveAs(uri);
    }
  }
}

/** What is in the bucket beside what is in the editor. The query makes it a document of its own, read anew. */
async function compareWithServer({ uri, place }: Conflict): Promise<void> {
  const theirs = uri.with({ query: `now=${Date.now()}` });
  const title = vscode.l10n.t('{0}: in the bucket ↔ yours', visibleName(nameOf(place)));
  await vscode.commands.executeCommand('vscode.diff', theirs, uri, title);
}
