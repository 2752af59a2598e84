import * as vscode from 'vscode';
import { escapeLinks } from '../views/display';

export interface Question<T extends string> {
  readonly detail?: string | undefined;
  /** What the buttons say, by what they mean. */
  readonly answers: Readonly<Partial<Record<T, string>>>;
}

/** Asks in a dialog; undefined where the user leaves it. */
export async function ask<T extends string>(
  message: string,
  { detail, answers }: Question<T>,
): Promise<T | undefined> {
  const items = Object.entries<string | undefined>(answers).flatMap(([value, title]) =>
    title === undefined ? [] : [{ title, value: value as T }],
  );
  const options = { modal: true, ...(detail ? { detail } : {}) };
  const answer = await vscode.window.showWarningMessage(escapeLinks(message), options, ...items);
  return answer?.value;
}
