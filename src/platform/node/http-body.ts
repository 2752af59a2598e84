import type { IncomingMessage } from 'node:http';
import { cancelled, isCancelled, SkybucketError } from '../../core/errors';
import { explainNetworkError, timedOut } from './network-error';

/** Bytes that wait for a slow reader before the server is made to wait. */
const MOST_WAITING = 512 * 1024;

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
  /** Somebody waits for what comes next. */
  private wanted = false;
  private begun = false;
  /** Came in and was not taken yet. */
  private chunks: Buffer[] = [];
  private waiting = 0;
  private wake: () => void = () => undefined;

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
    return {
      next: () => this.next(),
      return: async () => {
        this.chunks = [];
        if (!this.options.hasBody) {
          // Nothing is to come: the connection is free for the next request at once.
          await this.over();
        } else if (!this.ended) {
          this.failure ??= cancelled();
          this.message.destroy();
          this.end();
        }
        return { done: true, value: undefined };
      },
    };
  }

  private async over(): Promise<void> {
    while (!this.ended) {
      await new Promise<void>((resolve) => {
        this.wake = resolve;
      });
    }
  }

  private async next(): Promise<IteratorResult<Uint8Array>> {
    this.begin();
    while (this.chunks.length === 0 && !this.ended) {
      // Only our own waiting is timed: a slow reader is no stall of the server.
      this.watch();
      await new Promise<void>((resolve) => {
        this.wake = resolve;
      });
      this.wanted = false;
    }
    const isOver = isCancelled(this.failure) || this.options.signal?.aborted;
    if (isOver && (this.failure || this.chunks.length > 0)) {
      this.chunks = [];
      throw this.failure ?? cancelled();
    }
    const chunk = this.chunks.shift();
    if (chunk !== undefined) {
      this.waiting -= chunk.length;
      if (this.waiting === 0 && this.message.isPaused()) {
        this.message.resume();
      }
      return { value: new Uint8Array(chunk.buffer, chunk.byteOffset, chunk.length) };
    }
    if (this.failure) {
      throw this.failure;
    }
    return { done: true, value: undefined };
  }

  /** Takes what comes as it comes, which costs half of what reading piece by piece does. */
  private begin(): void {
    if (this.begun || this.ended) {
      return;
    }
    this.begun = true;
    this.message.on('data', (chunk: Buffer) => {
      this.bytes += chunk.length;
      this.waiting += chunk.length;
      this.chunks.push(chunk);
      if (this.waiting >= MOST_WAITING) {
        this.message.pause();
      }
      this.wake();
    });
    this.message.once('end', () => this.end());
  }

  private watch(): void {
    this.wanted = true;
    if (this.stall !== undefined) {
      this.stall.refresh();
      return;
    }
    this.stall = setTimeout(() => {
      this.stall = undefined;
      if (this.wanted) {
        this.fail(timedOut(`${this.options.hostname} stopped sending.`));
        this.message.destroy();
        this.end();
      }
    }, this.options.stallTimeoutMs);
  }

  /** Ends the exchange; whoever reads gets `cancelled`. */
  readonly cancel = (): void => {
    if (!this.ended) {
      this.fail(cancelled());
      this.message.destroy();
      this.end();
    }
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
    if (!complete && this.options.hasBody) {
      this.fail(
        new SkybucketError('network', `${this.options.hostname} sent too little.`, {
          retryable: true,
        }),
      );
    }
    const whole = this.failure === undefined && complete;
    const outcome = isCancelled(this.failure) ? 'cancelled' : 'failed';
    this.options.onEnd(whole ? statusCode : outcome, this.bytes);
    this.wake();
  }
}
