import { sentence, SkybucketError, type ErrorCode } from '../core/errors';
import type { WireError } from '../protocol/wire';

/** How an error travels. What is not a SkybucketError is a bug, and is told as one. */
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

/** The error as it was before {@link toWireError}. */
export function fromWireError({ code, message, hint, retryable }: WireError): SkybucketError {
  // Between two threads of one version of Skybucket there are no other codes.
  return new SkybucketError(code as ErrorCode, message, { hint, retryable });
}
