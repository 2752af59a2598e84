import type * as vscode from 'vscode';
import type { EngineSettings } from '../../core/engines/engine-settings';

/** The part of `vscode.SecretStorage` that is used. */
export type Secrets = Pick<vscode.SecretStorage, 'get' | 'store' | 'delete'>;

/**
 * Passwords, tokens and keys of engines, in the secret storage of the editor alone. One is kept for the address it was
 * given for: where the setting names another, it has to be given anew.
 */
export class EngineSecrets {
  constructor(private readonly secrets: Secrets) {}

  async get(engine: EngineSettings): Promise<string | undefined> {
    const kept = await this.secrets.get(keyOf(engine));
    return kept === undefined || kept === '' ? undefined : kept;
  }

  async set(engine: EngineSettings, secret: string): Promise<void> {
    await this.secrets.store(keyOf(engine), secret);
  }

  async remove(engine: EngineSettings): Promise<void> {
    await this.secrets.delete(keyOf(engine));
  }

  /** Whether it wants a secret that is not there. */
  async lacks(engine: EngineSettings): Promise<boolean> {
    return wantsSecret(engine) && (await this.get(engine)) === undefined;
  }
}

export function wantsSecret(engine: EngineSettings): boolean {
  return engine.kind === 'athena' || engine.auth !== 'none';
}

function keyOf(engine: EngineSettings): string {
  const place =
    engine.kind === 'trino'
      ? `${engine.address} ${engine.auth} ${engine.user}`
      : `${engine.region} ${engine.endpoint}`;
  return `skybucket.engine.${engine.id} ${place}`;
}
