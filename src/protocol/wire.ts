import type { Message } from './messages';

/** One end of a channel. */
export interface Port {
  /** Where the port knows when the other end has the message, a promise of that. */
  post(message: Message): void | PromiseLike<unknown>;
  /** Returns a function that ends the subscription. */
  onMessage(listener: (message: unknown) => void): () => void;
}

/** What an error looks like on its way. */
export interface WireError {
  readonly code: string;
  readonly message: string;
  readonly hint: string | undefined;
  readonly retryable: boolean;
}

/** What a request is rejected with. `message` and `hint` are sentences to show. */
export class RemoteError extends Error implements WireError {
  readonly code: string;
  readonly hint: string | undefined;
  readonly retryable: boolean;

  constructor(error: WireError) {
    super(error.message);
    this.name = 'RemoteError';
    this.code = error.code;
    this.hint = error.hint;
    this.retryable = error.retryable;
  }
}

/**
 * What may be asked, by name: `[params, result, progress]`, progress `never` where a method does not
 * report on its way. Used as `M extends MethodMap<M>`, which interfaces fit too.
 */
export type MethodMap<M> = Record<keyof M, [params: unknown, result: unknown, progress: unknown]>;

/** Both ends are ours; this only keeps out what other code posts to the same place. */
export function isMessage(value: unknown): value is Message {
  return typeof value === 'object' && value !== null && 'type' in value;
}
