import type { IncomingMessage } from 'node:http';
import { cancelled, isCancelled, SkybucketError } from '../../core/errors';
import { explainNetworkError, timedOut } from './network-error';

export interface HttpBodyOptions {
  readonly hostname: string;
  readonly signal: AbortSignal | undefined;
  readonly stallTimeoutMs: number;
  /** False for the answer to a HEAD: nothing is to come, so nobody has to read it. */
  readonly hasBody: boolean;
  /** Called once. The status stands for a body that came in whole. */
  readonly onEnd: (outcome: number | 'failed' | 'cancelled', bytes: number) => void;
}

/** The body of one answer, as `HttpResponse.body` promises it. */
export class HttpBody implements AsyncIterable<Uint8Array> {
  private bytes = 0;
  private ended = false;
  private failure: SkybucketError | undefined;
  private stall: NodeJS.Timeout | undefined;

  constructor(
    private readonly message: IncomingMessage,
    private readonly options: HttpBodyOptions,
  ) {
    const { signal, hasBody } = options;
    // Also keeps a loss between two chunks, when nobody listens, from being unhandled.
    message.on('error', (error) => this.fail(error));
    message.once('close', () => this.end());
    signal?.addEventListener('abort', this.cancel, { once: true });
    if (signal?.aborted) {
      this.cancel();
    } else if (!hasBody) {
      message.resume();
    } else {
      // A body that nobody begins to read must not hold its connection for ever.
      this.watch();
    }
  }

  [Symbol.asyncIterator](): AsyncIterator<Uint8Array> {
    const chunks: AsyncIterator<Buffer> = this.message[Symbol.asyncIterator]();
    return {
      next: () => this.next(chunks),
      return: async () => {
        if (!this.ended) {
          this.failure ??= cancelled();
          this.message.destroy();
          this.end();
        }
        return { done: true, value: undefined };
      },
    };
  }

  private async next(chunks: AsyncIterator<Buffer>): Promise<IteratorResult<Uint8Array>> {
    try {
      // Only our own waiting is timed: a slow reader is no stall of the server.
      this.watch();
      const { done, value } = await chunks.next();
      if (!done) {
        this.bytes += value.length;
        return { value: new Uint8Array(value.buffer, value.byteOffset, value.length) };
      }
      if (!this.message.complete) {
        this.fail(
          new SkybucketError('network', `${this.options.hostname} sent too little.`, {
            retryable: true,
          }),
        );
      }
    } catch (error) {
      this.fail(error);
    } finally {
      clearTimeout(this.stall);
    }
    this.end();
    if (this.failure) {
      throw this.failure;
    }
    return { done: true, value: undefined };
  }

  private watch(): void {
    clearTimeout(this.stall);
    this.stall = setTimeout(() => {
      this.fail(timedOut(`${this.options.hostname} stopped sending.`));
      this.message.destroy();
    }, this.options.stallTimeoutMs);
  }

  /** Ends the exchange; whoever reads gets `cancelled`. */
  readonly cancel = (): void => {
    this.fail(cancelled());
    this.message.destroy();
    this.end();
  };

  private fail(error: unknown): void {
    this.failure ??= explainNetworkError(error, this.options.hostname);
  }

  private end(): void {
    if (this.ended) {
      return;
    }
    this.ended = true;
    clearTimeout(this.stall);
    this.options.signal?.removeEventListener('abort', this.cancel);
    const { statusCode = 0, complete } = this.message;
    const whole = this.failure === undefined && complete;
    const outcome = isCancelled(this.failure) ? 'cancelled' : 'failed';
    this.options.onEnd(whole ? statusCode : outcome, this.bytes);
  }
}
