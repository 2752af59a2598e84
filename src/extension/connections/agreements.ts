import { onAbort } from '../../core/bytes/on-abort';
import { cancelled, SkybucketError, throwIfAborted } from '../../core/errors';
import type { Connection } from '../../core/s3/connection';

/** After a “no”, what asks within this time in milliseconds is not put before the user again. */
const SAME_ACTION_MS = 5000;

/**
 * Whether the user pays for what is read of a bucket whose requester pays: asked before the first byte, once for
 * each bucket and session, and only once at a time.
 */
export class PayAgreements {
  private readonly asked = new Map<string, Promise<boolean>>();

  /** @param ask puts the question before the user */
  constructor(
    private readonly ask: (connection: Connection, bucket: string) => Promise<boolean>,
    private readonly sameActionMs = SAME_ACTION_MS,
  ) {}

  /** @throws SkybucketError `access-denied` where the user says no, `cancelled` */
  async agree(connection: Connection, bucket: string, signal?: AbortSignal): Promise<void> {
    throwIfAborted(signal);
    // Another account pays where the user has changed how the connection signs in.
    const name = JSON.stringify([connection.id, connection.auth, bucket]);
    let answer = this.asked.get(name);
    if (answer === undefined) {
      answer = this.ask(connection, bucket);
      this.asked.set(name, answer);
      void this.forgetRefusal(name, answer);
    }
    if (!(await unlessAborted(answer, signal))) {
      throw new SkybucketError(
        'access-denied',
        `Nothing was read: whoever reads the bucket “${bucket}” pays for it, and you did not agree to that.`,
        { hint: 'Try again to be asked once more.' },
      );
    }
  }

  private async forgetRefusal(name: string, answer: Promise<boolean>): Promise<void> {
    const agreed = await answer.catch(() => false);
    if (!agreed) {
      setTimeout(() => this.asked.delete(name), this.sameActionMs);
    }
  }
}

function unlessAborted<T>(promise: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  return new Promise((resolve, reject) => {
    const forget = onAbort(signal, () => reject(cancelled()));
    promise.then(resolve, reject).finally(forget);
  });
}
