import * as vscode from 'vscode';
import { sentence } from '../../core/errors';
import type { Host } from '../host';
import { escapeLinks } from '../views/display';
import { ENGINE_COMMANDS } from './ids';

/** Registers the commands of engines; their code is loaded with the first. */
export function registerEngines(host: Host): vscode.Disposable {
  return vscode.Disposable.from(
    ...ENGINE_COMMANDS.map((command) =>
      vscode.commands.registerCommand(command, async () => {
        try {
          await (await import('./engine-commands')).runEngineCommand(host, command);
        } catch (error) {
          host.log.error(error instanceof Error ? error : String(error));
          void vscode.window.showErrorMessage(escapeLinks(sentence(error)));
        }
      }),
    ),
  );
}
