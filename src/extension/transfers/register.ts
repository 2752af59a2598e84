import * as vscode from 'vscode';
import { isCancelled, sentence, SkybucketError } from '../../core/errors';
import type { Host } from '../host';
import { escapeLinks } from '../views/display';
import { TRANSFER_COMMANDS } from './ids';
import { hasLeftovers } from './leftovers';

/**
 * Transfers: the commands. The queue and its view are made at the first transfer, or where an earlier session has left
 * something to go on with, which a cheap look tells.
 */
export function registerTransfers(host: Host): vscode.Disposable {
  void run(host, async () => {
    if (await hasLeftovers(host.context)) {
      await host.transfers();
    }
  });
  return vscode.Disposable.from(
    ...TRANSFER_COMMANDS.map((command) =>
      vscode.commands.registerCommand(command, (...given: unknown[]) =>
        run(host, async () => {
          const { handleTransferCommand } = await import('./commands');
          await handleTransferCommand(host, command, given);
        }),
      ),
    ),
  );
}

/** Does something; what goes wrong is shown as its sentence. */
async function run(host: Host, work: () => Promise<unknown>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (isCancelled(error)) {
      return;
    }
    host.log.error(error instanceof Error ? error : String(error));
    const text =
      error instanceof SkybucketError
        ? sentence(error)
        : vscode.l10n.t('Skybucket: {0}', sentence(error));
    void vscode.window.showErrorMessage(escapeLinks(text));
  }
}
