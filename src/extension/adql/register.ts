import * as vscode from 'vscode';
import { sentence } from '../../core/errors';
import type { Host } from '../host';
import { escapeLinks } from '../views/display';
import type { Adql } from './adql';
import { ADQL_COMMANDS, ADQL_LANGUAGE, JOBS_KEY } from './ids';

/**
 * Documents of ADQL: completion, diagnostics, running queries at once and as jobs, the browser of tables. All of
 * it is loaded with the first document, the first command, or where jobs are left of a session before.
 */
export function registerAdql(host: Host): vscode.Disposable {
  let loaded: Promise<Adql> | undefined;
  let made: Adql | undefined;
  const load = (): Promise<Adql> =>
    (loaded ??= import('./adql').then(({ Adql }) => (made = new Adql(host))));
  const loadFor = ({ languageId }: vscode.TextDocument): void => {
    if (languageId === ADQL_LANGUAGE) {
      void load();
    }
  };
  const jobs: unknown = host.context.globalState.get(JOBS_KEY);
  if (Array.isArray(jobs) && jobs.length > 0) {
    void load();
  }
  vscode.workspace.textDocuments.forEach(loadFor);
  return vscode.Disposable.from(
    vscode.workspace.onDidOpenTextDocument(loadFor),
    ...ADQL_COMMANDS.map((command) =>
      vscode.commands.registerCommand(command, async (...given: never[]) => {
        try {
          await (await load()).handle(command, given);
        } catch (error) {
          host.log.error(error instanceof Error ? error : String(error));
          void vscode.window.showErrorMessage(escapeLinks(sentence(error)));
        }
      }),
    ),
    { dispose: () => made?.dispose() },
  );
}
