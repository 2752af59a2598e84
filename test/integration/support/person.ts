import * as vscode from 'vscode';

type Question =
  | 'createInputBox'
  | 'createQuickPick'
  | 'showInputBox'
  | 'showQuickPick'
  | 'showWarningMessage'
  | 'showInformationMessage'
  | 'showErrorMessage'
  | 'showOpenDialog'
  | 'showSaveDialog'
  | 'withProgress';

/**
 * Stands for the person in front of the screen: takes the place of what the extension would show, and
 * answers. The suites run inside the extension's folder, so VS Code gives both the same `vscode`.
 */
export class Person {
  private readonly own = new Map<Question, unknown>();

  /** Answers this question from now on. The arguments are those the extension gives to VS Code. */
  answers(question: Question, answer: (...args: never[]) => unknown): void {
    if (!this.own.has(question)) {
      this.own.set(question, vscode.window[question]);
    }
    Reflect.set(vscode.window, question, answer);
  }

  /** Puts VS Code's own questions back. */
  leaves(): void {
    for (const [question, original] of this.own) {
      Reflect.set(vscode.window, question, original);
    }
    this.own.clear();
  }
}
