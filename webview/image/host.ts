import type { WebviewClient } from '../../src/protocol/rpc';
import { RemoteError } from '../../src/protocol/rpc';

/** What the viewer needs of the host; tests have simpler ones. */
export type Host = Pick<WebviewClient, 'request' | 'on'>;

/** An error as people read it. */
export interface Trouble {
  readonly code: string;
  readonly message: string;
  readonly hint: string | undefined;
  readonly retryable: boolean;
}

/** The error to show for a thrown value, or undefined where it only says "cancelled". */
export function troubleOf(error: unknown): Trouble | undefined {
  if (error instanceof RemoteError) {
    const { code, message, hint, retryable } = error;
    return code === 'cancelled' ? undefined : { code, message, hint, retryable };
  }
  const message = error instanceof Error ? error.message : String(error);
  return { code: 'protocol', message, hint: undefined, retryable: false };
}
