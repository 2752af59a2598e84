import type * as vscode from 'vscode';
import { tokenHeaders } from '../../core/archives/mast/token';
import { SkybucketError } from '../../core/errors';

const KEY = 'skybucket.mastToken';

/** The part of `vscode.SecretStorage` that is used. */
export type Secrets = Pick<vscode.SecretStorage, 'get' | 'store' | 'delete'>;

/**
 * The user's token for proprietary data of MAST. It is in the secret storage of the editor alone, and is sent to
 * STScI's own hosts over https alone.
 */
export class MastToken {
  constructor(private readonly secrets: Secrets) {}

  /** Undefined where there is none. */
  async get(): Promise<string | undefined> {
    const token = await this.secrets.get(KEY);
    return token === undefined || token === '' ? undefined : token;
  }

  /** @throws SkybucketError `format` for what is no token. */
  async set(token: string): Promise<void> {
    const own = token.trim();
    // It stands in a header, where nothing else may.
    if (!/^[\w.~+/=-]{8,4096}$/.test(own)) {
      throw new SkybucketError('format', 'This is no token of MAST.', {
        hint: 'Copy it from auth.mast.stsci.edu/tokens: letters and digits, without blanks.',
      });
    }
    await this.secrets.store(KEY, own);
  }

  async remove(): Promise<void> {
    await this.secrets.delete(KEY);
  }

  /** What reading an address takes: the token where it belongs to STScI, else nothing. */
  async headersFor(address: string): Promise<Readonly<Record<string, string>>> {
    // Without asking the storage for addresses that are nothing to it.
    return Object.keys(tokenHeaders(address, 'any')).length === 0
      ? {}
      : tokenHeaders(address, await this.get());
  }
}
