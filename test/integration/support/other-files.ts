import * as vscode from 'vscode';

export const OTHER = 'skybucket-other';

interface OtherFile {
  readonly size: number;
  readonly bytes?: Uint8Array;
}

/** Stands for the file system of another extension; remembers what was read. */
export class OtherFiles implements vscode.FileSystemProvider {
  readonly read: string[] = [];
  readonly onDidChangeFile = new vscode.EventEmitter<vscode.FileChangeEvent[]>().event;

  constructor(private readonly files: Readonly<Record<string, OtherFile>>) {}

  watch(): vscode.Disposable {
    return new vscode.Disposable(() => undefined);
  }

  stat(uri: vscode.Uri): vscode.FileStat {
    const { size } = this.file(uri);
    return { type: vscode.FileType.File, ctime: 0, mtime: 0, size };
  }

  readFile(uri: vscode.Uri): Uint8Array {
    this.read.push(uri.path);
    return this.file(uri).bytes ?? new Uint8Array(0);
  }

  readDirectory(): [string, vscode.FileType][] {
    return [];
  }

  createDirectory(): void {
    throw vscode.FileSystemError.NoPermissions();
  }

  writeFile(): void {
    throw vscode.FileSystemError.NoPermissions();
  }

  delete(): void {
    throw vscode.FileSystemError.NoPermissions();
  }

  rename(): void {
    throw vscode.FileSystemError.NoPermissions();
  }

  private file(uri: vscode.Uri): OtherFile {
    const file = this.files[uri.path];
    if (file === undefined) {
      throw vscode.FileSystemError.FileNotFound(uri);
    }
    return file;
  }
}
