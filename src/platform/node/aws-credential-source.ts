import type { HttpClient } from '../../core/bytes/http';
import type { Meter } from '../../core/bytes/meter';
import { SharedTask } from '../../core/bytes/shared-task';
import { SkybucketError, throwIfAborted } from '../../core/errors';
import type { Connection } from '../../core/s3/connection';
import type { CredentialOptions, Credentials, CredentialSource } from '../../core/s3/credentials';
import { isPublicDataset } from '../../core/s3/public-buckets';
import { loadAwsCredentials } from './load-aws-credentials';
import { withDeadline } from './with-deadline';

/** What of the editor a look-up needs. */
export interface CredentialTools {
  readonly http: HttpClient;
  readonly meter?: Meter | undefined;
  /** Whether the user trusts the workspace. */
  readonly trusted: () => boolean;
  /** The keys the user typed for a connection. */
  readonly keys: (connection: Connection) => Promise<Credentials | undefined>;
  /** Asks for the code of a device, until the signal; undefined where the user gives none. */
  readonly mfaCode: (serial: string, signal: AbortSignal) => Promise<string | undefined>;
  /** Asks, once for a bucket, whether the user pays for what is read. Throws where they do not. */
  readonly agree: (connection: Connection, bucket: string, signal?: AbortSignal) => Promise<void>;
  readonly load?: typeof loadAwsCredentials;
  /** Milliseconds since 1970. */
  readonly now?: () => number;
  /** The longest that a look-up may take without the user, in milliseconds: a command of a profile may hang. */
  readonly deadlineMs?: number;
}

interface Kept {
  readonly credentials: Credentials;
  /** Milliseconds since 1970. */
  readonly until: number;
}

/** Credentials are of no use when they expire on the way. */
const MARGIN_MS = 5 * 60_000;

/** The credentials of connections, on this machine and in memory alone. */
export class NodeCredentialSource implements CredentialSource {
  private readonly kept = new Map<string, Kept>();
  private readonly tasks = new Map<string, SharedTask<Credentials>>();
  private readonly now: () => number;

  constructor(private readonly tools: CredentialTools) {
    this.now = tools.now ?? Date.now;
  }

  async get(
    connection: Connection,
    bucket: string | undefined,
    { signal }: CredentialOptions = {},
  ): Promise<Credentials | undefined> {
    if (
      connection.auth.kind === 'unsigned' ||
      (bucket !== undefined && isPublicDataset(connection, bucket))
    ) {
      return undefined;
    }
    if (!this.tools.trusted()) {
      throw new SkybucketError(
        'access-denied',
        `The connection “${connection.label}” has credentials, which are not used in a workspace that is not trusted.`,
        { hint: 'Trust the workspace (“Workspaces: Manage Workspace Trust”), then try again.' },
      );
    }
    if (connection.requesterPays && bucket !== undefined) {
      await this.tools.agree(connection, bucket, signal);
    }
    const key = keyOf(connection);
    const kept = this.kept.get(key);
    return kept !== undefined && this.now() < kept.until
      ? kept.credentials
      : this.task(key, connection).join({ signal });
  }

  forget({ id }: Pick<Connection, 'id'>, refused?: Credentials): void {
    for (const [key, { credentials }] of this.kept) {
      if (isOf(key, id) && (refused === undefined || credentials === refused)) {
        this.kept.delete(key);
      }
    }
    for (const key of this.tasks.keys()) {
      if (isOf(key, id) && refused === undefined) {
        this.tasks.delete(key);
      }
    }
  }

  private task(key: string, connection: Connection): SharedTask<Credentials> {
    const running = this.tasks.get(key);
    if (running !== undefined) {
      return running;
    }
    const task: SharedTask<Credentials> = new SharedTask(async ({ signal }) => {
      const credentials = await this.lookUp(connection, signal);
      // Not those of a look-up that was forgotten meanwhile: the user may have typed other keys.
      if (this.tasks.get(key) === task) {
        this.tasks.delete(key);
        this.kept.set(key, { credentials, until: this.goodUntil(credentials) });
      }
      return credentials;
    });
    this.tasks.set(key, task);
    return task;
  }

  /** Those that last a short while from the start are used for half of it. */
  private goodUntil({ expiration }: Credentials): number {
    if (expiration === undefined) {
      return Infinity;
    }
    const left = expiration.getTime() - this.now();
    return this.now() + Math.max(left / 2, left - MARGIN_MS);
  }

  private async lookUp(connection: Connection, signal?: AbortSignal): Promise<Credentials> {
    const { auth } = connection;
    if (auth.kind === 'unsigned' || auth.kind === 'keys') {
      const keys = await this.tools.keys(connection);
      if (keys === undefined) {
        throw new SkybucketError(
          'access-denied',
          `There are no keys for the connection “${connection.label}” on this machine.`,
          { hint: 'Enter them with “Skybucket: Edit Connection…”.' },
        );
      }
      return keys;
    }
    const { lookUp } = await (this.tools.load ?? loadAwsCredentials)();
    const { http, meter, deadlineMs = 60_000 } = this.tools;
    return withDeadline(deadlineMs, signal, (within, pause) =>
      lookUp(auth, {
        http,
        meter,
        signal: within,
        region: connection.region,
        mfaCode: (serial) => pause(async () => this.code(serial, within)),
      }),
    );
  }

  private async code(serial: string, signal: AbortSignal): Promise<string> {
    throwIfAborted(signal);
    const code = await this.tools.mfaCode(serial, signal);
    if (code === undefined) {
      throw new SkybucketError('cancelled', 'Cancelled.');
    }
    return code;
  }
}

function isOf(key: string, id: string): boolean {
  return key.startsWith(`${id}\n`);
}

/** A connection whose settings change is another one. */
function keyOf({ id, auth, endpoint, region }: Connection): string {
  return `${id}\n${JSON.stringify([auth, endpoint, region])}`;
}
