import * as vscode from 'vscode';
import { SCHEME } from '../../core/s3/address';
import type { EditableFiles } from '../filesystem-editable';
import { placeName } from './file-writer';
import { isOpen, urisOfTab } from './open-editors';
import { textDigest } from './text-digest';

const KEY = 'skybucket.basesOfChangedFiles';
/** Editors with changes that are not saved; more are not looked after. */
const MOST_KEPT = 200;

/**
 * Follows which version of the object is in an editor, whoever else reads it; and remembers which one changes that are
 * not saved are based on, since VS Code brings such editors back in the next session without reading the file.
 */
export function keepBases(
  files: EditableFiles,
  state: Pick<vscode.Memento, 'get' | 'update'>,
): vscode.Disposable {
  const kept = new Map<string, string>(readKept(state.get(KEY)));
  for (const [name, etag] of kept) {
    files.versions.broughtBack(name, etag);
  }
  const nameOf = (uri: vscode.Uri): string | undefined => {
    const place = uri.scheme === SCHEME ? placeOrNone(files, uri) : undefined;
    return place && placeName(place);
  };
  const shown = (document: vscode.TextDocument): void => {
    const name = nameOf(document.uri);
    if (name !== undefined && !document.isDirty && files.versions.isDoubtful(name)) {
      files.versions.shows(name, textDigest(document.getText()));
    }
  };
  const closed = (uri: vscode.Uri): void => {
    const name = nameOf(uri);
    if (name !== undefined && !isOpen(uri)) {
      files.versions.closed(name);
    }
  };
  const changed = (document: vscode.TextDocument): void => {
    shown(document);
    const { uri, isDirty } = document;
    const name = nameOf(uri);
    if (name === undefined) {
      return;
    }
    const etag = isDirty ? files.versions.base(name) : undefined;
    if (etag === kept.get(name) || (etag !== undefined && kept.size >= MOST_KEPT)) {
      return;
    }
    if (etag === undefined) {
      kept.delete(name);
    } else {
      kept.set(name, etag);
    }
    void state.update(KEY, [...kept]);
  };
  const { workspace, window } = vscode;
  return vscode.Disposable.from(
    workspace.onDidOpenTextDocument(shown),
    workspace.onDidChangeTextDocument(({ document }) => changed(document)),
    workspace.onDidCloseTextDocument(({ uri }) => closed(uri)),
    workspace.onDidCloseNotebookDocument(({ uri }) => closed(uri)),
    window.tabGroups.onDidChangeTabs((event) => event.closed.flatMap(urisOfTab).forEach(closed)),
  );
}

function placeOrNone(files: EditableFiles, uri: vscode.Uri): ReturnType<EditableFiles['placeOf']> {
  try {
    return files.placeOf(uri);
  } catch {
    // An address of nothing: an editor that was left open after its connection was removed.
    return undefined;
  }
}

/** What an earlier session wrote, read as if anybody had written it. */
function readKept(value: unknown): [string, string][] {
  return Array.isArray(value)
    ? value
        .filter(
          (pair): pair is [string, string] =>
            Array.isArray(pair) && typeof pair[0] === 'string' && typeof pair[1] === 'string',
        )
        .slice(0, MOST_KEPT)
    : [];
}
