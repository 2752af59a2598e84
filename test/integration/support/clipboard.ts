import * as vscode from 'vscode';

/** Takes the place of the clipboard, which no test may depend on, and remembers what is put there. */
export class Clipboard {
  readonly texts: string[] = [];
  private readonly original = Object.getOwnPropertyDescriptor(vscode.env, 'clipboard');

  constructor() {
    Object.defineProperty(vscode.env, 'clipboard', {
      configurable: true,
      value: { writeText: async (text: string) => void this.texts.push(text) },
    });
  }

  dispose(): void {
    if (this.original !== undefined) {
      Object.defineProperty(vscode.env, 'clipboard', this.original);
    }
  }
}
