import { sentence, SkybucketError } from '../../core/errors';
import type { WireError } from '../../protocol/rpc';

/** How an error travels to a webview. What is not a SkybucketError is a bug, and is told as one. */
export function toWireError(error: unknown): WireError {
  if (error instanceof SkybucketError) {
    const { code, message, hint, retryable } = error;
    return { code, message, hint, retryable };
  }
  return {
    code: 'protocol',
    message: sentence(error),
    hint: 'This is a fault of Skybucket; its log tells more.',
    retryable: false,
  };
}
