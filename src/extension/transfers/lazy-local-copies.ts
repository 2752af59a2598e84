import type * as vscode from 'vscode';
import type { LocalCopies, LocalCopy } from '../../core/transfer/local-copies';
import { copiesFolder } from './place';

/** The downloads that are remembered; read at the first look for one. */
export class LazyLocalCopies implements LocalCopies {
  private made: Promise<LocalCopies> | undefined;

  constructor(private readonly context: Pick<vscode.ExtensionContext, 'globalStorageUri'>) {}

  async add(copy: LocalCopy): Promise<void> {
    await (await this.get()).add(copy);
  }

  async find(address: string): Promise<readonly LocalCopy[]> {
    return (await this.get()).find(address);
  }

  private get(): Promise<LocalCopies> {
    return (this.made ??= import('../../platform/node/local-copies').then(
      ({ FileLocalCopies }) => new FileLocalCopies(copiesFolder(this.context)),
    ));
  }
}
