import { SkybucketError, type ErrorCode } from '../../core/errors';
import { DiskTrouble } from '../../core/transfer/disk-trouble';
import type { DigestAlgorithm } from '../../core/transfer/checksum/tools';
import type { LocalTarget } from '../../core/transfer/local-disk';
import type { OnExisting } from '../../core/transfer/transfer';
import { errno } from './local-disk-errors';

/** Bytes in the memory that both threads have, from the start of a slot on: nothing of them is copied. */
export interface Held {
  readonly slot: number;
  readonly length: number;
}

/** What is asked of the thread of small files. */
export type Request =
  | { readonly id: number; readonly digest: DigestAlgorithm; readonly held: Held }
  | { readonly id: number; readonly place: Placing; readonly held: Held }
  /** The name of a file is written down, or could not be. */
  | { readonly id: number; readonly noted: boolean };

export interface Placing {
  readonly target: LocalTarget;
  /** Of the transfer. */
  readonly transfer: string;
  readonly onExisting: OnExisting;
}

export type Answer =
  | { readonly id: number; readonly digest: Uint8Array }
  /** It has its name and still its hidden one: to be answered with `noted`. */
  | { readonly id: number; readonly named: string; readonly modified: number }
  | { readonly id: number; readonly placed: string | undefined }
  | { readonly id: number; readonly error: ErrorMessage };

/** An error as it goes from one thread to the other. */
export interface ErrorMessage {
  /** Undefined for what is no error of ours. */
  readonly code: ErrorCode | undefined;
  readonly message: string;
  readonly hint: string | undefined;
  readonly retryable: boolean;
  readonly isTrouble: boolean;
  /** What the system said. */
  readonly errno: string | undefined;
}

export function toMessage(error: unknown): ErrorMessage {
  const ours = error instanceof SkybucketError ? error : undefined;
  return {
    code: ours?.code,
    message: error instanceof Error ? error.message : String(error),
    hint: ours?.hint,
    retryable: ours?.retryable ?? false,
    isTrouble: error instanceof DiskTrouble,
    errno: errno(ours === undefined ? error : ours.cause),
  };
}

/** The error as it was before {@link toMessage}, its class and what the system said included. */
export function fromMessage(error: ErrorMessage): Error {
  const { code, message, hint, retryable, isTrouble, errno: said } = error;
  const plain = said === undefined ? undefined : Object.assign(new Error(message), { code: said });
  if (isTrouble) {
    return new DiskTrouble(message, { ...(hint === undefined ? {} : { hint }), cause: plain });
  }
  return code === undefined
    ? (plain ?? new Error(message))
    : new SkybucketError(code, message, { hint, retryable, cause: plain });
}

/** Messages of one turn go together: each by itself costs as much as the work it asks for. */
export class Outbox<T> {
  private messages: T[] = [];

  constructor(private readonly post: (messages: readonly T[]) => void) {}

  readonly add = (message: T): void => {
    this.messages.push(message);
    if (this.messages.length === 1) {
      setImmediate(() => {
        const { messages } = this;
        this.messages = [];
        this.post(messages);
      });
    }
  };
}
