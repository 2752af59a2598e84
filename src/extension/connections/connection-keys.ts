import type * as vscode from 'vscode';
import { SkybucketError } from '../../core/errors';
import type { Connection } from '../../core/s3/connection';
import type { Credentials } from '../../core/s3/credentials';

/** The part of `vscode.SecretStorage` that is used. */
export type Secrets = Pick<vscode.SecretStorage, 'get' | 'store' | 'delete'>;

/** Keys as the user types them. */
export interface TypedKeys {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string | undefined;
}

/**
 * The keys that the user typed for connections, in the secret storage of the editor alone. They are kept together
 * with the endpoint they were typed for, so that a connection which is led elsewhere does not take them along.
 */
export class ConnectionKeys {
  constructor(private readonly secrets: Secrets) {}

  /**
   * Undefined where there are none.
   *
   * @throws SkybucketError `access-denied` where they were typed for another endpoint
   */
  async get({ id, label, endpoint }: Connection): Promise<Credentials | undefined> {
    const kept = read(await this.secrets.get(nameOf(id)));
    if (kept === undefined) {
      return undefined;
    }
    if (kept.endpoint !== (endpoint ?? '')) {
      throw new SkybucketError(
        'access-denied',
        `The keys of the connection “${label}” were entered for another endpoint.`,
        { hint: 'Enter them anew with “Skybucket: Edit Connection…”.' },
      );
    }
    const { accessKeyId, secretAccessKey, sessionToken } = kept;
    return { accessKeyId, secretAccessKey, sessionToken };
  }

  async set({ id, endpoint }: Pick<Connection, 'id' | 'endpoint'>, keys: TypedKeys): Promise<void> {
    await this.secrets.store(nameOf(id), JSON.stringify({ ...keys, endpoint: endpoint ?? '' }));
  }

  async remove(id: string): Promise<void> {
    await this.secrets.delete(nameOf(id));
  }
}

const PREFIX = 'skybucket.connection.';

function nameOf(id: string): string {
  return `${PREFIX}${id}`;
}

/** The id of the connection whose keys a secret of the storage holds; undefined for other secrets. */
export function connectionOfSecret(name: string): string | undefined {
  return name.startsWith(PREFIX) ? name.slice(PREFIX.length) : undefined;
}

function read(text: string | undefined): (TypedKeys & { readonly endpoint: string }) | undefined {
  try {
    const value = JSON.parse(text ?? 'null') as Readonly<Record<string, unknown>> | null;
    const { accessKeyId, secretAccessKey, sessionToken, endpoint } = value ?? {};
    return typeof accessKeyId === 'string' &&
      typeof secretAccessKey === 'string' &&
      typeof endpoint === 'string'
      ? {
          accessKeyId,
          secretAccessKey,
          endpoint,
          ...(typeof sessionToken === 'string' ? { sessionToken } : {}),
        }
      : undefined;
  } catch {
    return undefined;
  }
}
