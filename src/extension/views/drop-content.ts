import type * as vscode from 'vscode';

/** The addresses of a `text/uri-list` (RFC 2483): one a line, lines with `#` are remarks. */
export function urisOf(list: string): string[] {
  return list
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => /^[a-z][a-z0-9+.-]*:/i.test(line));
}

/** The files that a browser or the desktop dropped. */
export function filesOf(
  data: Iterable<[string, Pick<vscode.DataTransferItem, 'asFile'>]>,
): vscode.DataTransferFile[] {
  return [...data].flatMap(([, item]) => item.asFile() ?? []);
}
