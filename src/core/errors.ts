/**
 * The one kind of error that reaches a user. `message` is one clear sentence about what happened,
 * `hint` one about what to do next. Everything else that is thrown is a bug.
 */
export type ErrorCode =
  | 'cancelled'
  | 'not-found'
  | 'no-such-bucket'
  | 'access-denied'
  | 'changed'
  /** Somebody else does something to the same thing at the same time: what is there now is not known. */
  | 'conflict'
  /** The bytes that came, or are kept, are not those that were sent. */
  | 'damaged'
  | 'past-end'
  | 'truncated'
  | 'format'
  | 'unsupported'
  | 'too-large'
  /** It can be done, and the user is to be asked whether it is worth it. */
  | 'costly'
  | 'range-ignored'
  | 'network'
  | 'timeout'
  | 'server'
  | 'bad-address'
  | 'local-file'
  | 'protocol';

export interface ErrorDetails {
  /** What the user can do next, as one sentence. */
  readonly hint?: string | undefined;
  /** True where trying the same again may succeed. */
  readonly retryable?: boolean | undefined;
  readonly cause?: unknown;
}

export class SkybucketError extends Error {
  readonly code: ErrorCode;
  readonly hint: string | undefined;
  readonly retryable: boolean;

  constructor(code: ErrorCode, message: string, details: ErrorDetails = {}) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause });
    this.name = 'SkybucketError';
    this.code = code;
    this.hint = details.hint;
    this.retryable = details.retryable ?? false;
  }
}

/** The error every cancelled operation ends with. */
export function cancelled(): SkybucketError {
  return new SkybucketError('cancelled', 'Cancelled.');
}

/** Throws {@link cancelled} if the signal is aborted. */
export function throwIfAborted(signal: Pick<AbortSignal, 'aborted'> | undefined): void {
  if (signal?.aborted) {
    throw cancelled();
  }
}

export function isCancelled(error: unknown): boolean {
  return error instanceof SkybucketError && error.code === 'cancelled';
}

/** What is said of a thing that cannot be read as it is, whoever asks. */
const BROKEN: readonly ErrorCode[] = [
  'format',
  'truncated',
  'unsupported',
  'too-large',
  'past-end',
];

/** Whether it tells what is wrong with the content, rather than on the way to it. */
export function isBroken(error: unknown): error is SkybucketError {
  return error instanceof SkybucketError && BROKEN.includes(error.code);
}

/** The sentence to show for any thrown value: message and hint of ours, the message of others. */
export function sentence(error: unknown): string {
  if (error instanceof SkybucketError) {
    return error.hint === undefined ? error.message : `${error.message} ${error.hint}`;
  }
  return error instanceof Error ? error.message : String(error);
}
