import { onAbort } from '../core/bytes/on-abort';
import type { CancelMessage, RequestMessage } from './messages';
import { isMessage, RemoteError, type MethodMap, type Port, type WireError } from './wire';

export interface RpcRequestOptions<Progress> {
  /** Aborting rejects the request at once with code `cancelled` and tells the server to stop. */
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((body: Progress) => void) | undefined;
}

interface Pending {
  resolve(result: unknown): void;
  reject(error: Error): void;
  onProgress(body: unknown): void;
}

const CANCELLED: WireError = {
  code: 'cancelled',
  message: 'Cancelled.',
  hint: undefined,
  retryable: false,
};

/**
 * The half that asks. Say {@link ready} once every listener is in place, then ask. What is asked and
 * cancelled within one turn travels as one message.
 */
export class RpcClient<M extends MethodMap<M>, E> {
  private readonly pending = new Map<number, Pending>();
  private readonly listeners = new Map<string, Set<(body: never) => void>>();
  private readonly unsubscribe: () => void;
  private outgoing: (RequestMessage | CancelMessage)[] = [];
  private nextId = 1;

  /** @param toError what requests are rejected with. */
  constructor(
    private readonly port: Port,
    private readonly toError: (error: WireError) => Error = (error) => new RemoteError(error),
  ) {
    this.unsubscribe = port.onMessage((message) => {
      this.receive(message);
    });
  }

  ready(): void {
    void this.port.post({ type: 'ready' });
  }

  /** Rejects with what the server answered, or `cancelled` after an abort. */
  request<K extends keyof M & string>(
    method: K,
    params: M[K][0],
    { signal, onProgress }: RpcRequestOptions<M[K][2]> = {},
  ): Promise<M[K][1]> {
    return new Promise<M[K][1]>((resolve, reject) => {
      if (signal?.aborted) {
        reject(this.toError(CANCELLED));
        return;
      }
      const id = this.nextId++;
      const settle = onAbort(signal, () => this.cancel(id, CANCELLED));
      this.pending.set(id, {
        resolve: (result) => {
          settle();
          resolve(result);
        },
        reject: (error) => {
          settle();
          reject(error);
        },
        onProgress: (body) => onProgress?.(body),
      });
      this.send({ type: 'request', id, method, params });
    });
  }

  /** Returns a function that ends the subscription. */
  on<N extends keyof E & string>(name: N, listener: (body: E[N]) => void): () => void {
    const listeners = this.listeners.get(name) ?? new Set();
    this.listeners.set(name, listeners.add(listener));
    return () => {
      listeners.delete(listener);
    };
  }

  /** Ends the client; whatever is under way is cancelled, or fails for the reason given. */
  dispose(reason: WireError = CANCELLED): void {
    this.unsubscribe();
    for (const id of [...this.pending.keys()]) {
      this.cancel(id, reason);
    }
  }

  private cancel(id: number, reason: WireError): void {
    this.send({ type: 'cancel', id });
    this.take(id)?.reject(this.toError(reason));
  }

  private send(message: RequestMessage | CancelMessage): void {
    if (this.outgoing.push(message) === 1) {
      queueMicrotask(() => this.flush());
    }
  }

  private flush(): void {
    const messages = this.outgoing;
    this.outgoing = [];
    const [only] = messages;
    if (only) {
      void this.port.post(messages.length === 1 ? only : { type: 'batch', messages });
    }
  }

  private receive(message: unknown): void {
    if (!isMessage(message)) {
      return;
    }
    // An answer to a request that was cancelled meanwhile finds nothing here, and is ignored.
    if (message.type === 'reply') {
      this.take(message.id)?.resolve(message.result);
    } else if (message.type === 'error') {
      this.take(message.id)?.reject(this.toError(message));
    } else if (message.type === 'progress') {
      this.pending.get(message.id)?.onProgress(message.body);
    } else if (message.type === 'event') {
      for (const listener of this.listeners.get(message.name) ?? []) {
        listener(message.body as never);
      }
    }
  }

  private take(id: number): Pending | undefined {
    const pending = this.pending.get(id);
    this.pending.delete(id);
    return pending;
  }
}
