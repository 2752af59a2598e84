import * as vscode from 'vscode';
import { SCHEME } from '../../core/s3/address';
import type { EditableFiles } from '../filesystem-editable';
import { placeName } from './file-writer';

const KEY = 'skybucket.basesOfChangedFiles';
/** Editors with changes that are not saved; more are not looked after. */
const MOST_KEPT = 200;

/**
 * Remembers which version of the object the changes in an editor are based on, since VS Code brings such editors back
 * in the next session without reading the file.
 */
export function keepBases(
  files: EditableFiles,
  state: Pick<vscode.Memento, 'get' | 'update'>,
): vscode.Disposable {
  const kept = new Map<string, string>(readKept(state.get(KEY)));
  for (const [name, etag] of kept) {
    files.versions.broughtBack(name, etag);
  }
  return vscode.workspace.onDidChangeTextDocument(({ document: { uri, isDirty } }) => {
    const place = uri.scheme === SCHEME ? placeOrNone(files, uri) : undefined;
    if (place === undefined) {
      return;
    }
    const name = placeName(place);
    if (!isDirty) {
      files.versions.clean(name);
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
  });
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
