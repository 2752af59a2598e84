import type { Message, RequestMessage } from './messages';
import type {
  HostEvent,
  HostEvents,
  HostMethod,
  HostMethods,
  Params,
  Progress,
  Result,
} from './methods';

/** One end of the channel between the extension host and a webview. */
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

/** What a request of the webview is rejected with. `message` and `hint` are sentences to show. */
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

/** What a handler knows of the request it answers. */
export interface Call<M extends HostMethod> {
  /** Aborts when the webview cancels, is loaded anew, or goes away. */
  readonly signal: AbortSignal;
  /**
   * Reports on the way; does nothing once the request has been answered or cancelled. Resolves when the
   * webview has the report: who has newer ones meanwhile can leave out those in between.
   */
  readonly progress: (body: Progress<M>) => Promise<void>;
}

export type Handlers = {
  readonly [M in HostMethod]: (params: Params<M>, call: Call<M>) => Promise<Result<M>>;
};

/**
 * The host's half: answers every request of one webview, with a result or an error.
 *
 * A webview that was hidden is loaded anew and counts its requests from the start, so each `ready`
 * begins a new life: what the earlier one asked for is aborted and never answered.
 */
export class HostServer {
  private readonly calls = new Map<number, AbortController>();
  private readonly unsubscribe: () => void;
  private listening = false;

  /**
   * @param toWireError how a thrown value travels; it must not throw itself.
   * @param onReady called at each `ready`, to emit the state a fresh webview has to know.
   */
  constructor(
    private readonly port: Port,
    private readonly handlers: Handlers,
    private readonly toWireError: (error: unknown) => WireError,
    private readonly onReady: () => void = () => undefined,
  ) {
    this.unsubscribe = port.onMessage((message) => {
      this.receive(message);
    });
  }

  /** Sends an event. Before `ready` nobody listens, and nothing is sent. */
  emit<E extends HostEvent>(name: E, body: HostEvents[E]): void {
    if (this.listening) {
      void this.port.post({ type: 'event', name, body });
    }
  }

  /** The webview was hidden, which ends its page: aborts what it asked for, until the next `ready`. */
  suspend(): void {
    this.listening = false;
    for (const call of this.calls.values()) {
      call.abort();
    }
    this.calls.clear();
  }

  dispose(): void {
    this.suspend();
    this.unsubscribe();
  }

  private receive(message: unknown): void {
    if (!isMessage(message)) {
      return;
    }
    if (message.type === 'ready') {
      this.suspend();
      this.listening = true;
      this.onReady();
    } else if (message.type === 'cancel') {
      this.calls.get(message.id)?.abort();
    } else if (message.type === 'request' && this.listening) {
      void this.answer(message);
    }
  }

  private async answer({ id, method, params }: RequestMessage): Promise<void> {
    const controller = new AbortController();
    this.calls.set(id, controller);
    const send = async (message: Message): Promise<void> => {
      // Another controller, or none, means that this request belongs to an earlier life.
      if (this.calls.get(id) === controller) {
        await this.port.post(message);
      }
    };
    const call = {
      signal: controller.signal,
      progress: async (body: unknown) => {
        if (!controller.signal.aborted) {
          await send({ type: 'progress', id, body });
        }
      },
    };
    try {
      void send({ type: 'reply', id, result: await this.handler(method)(params, call) });
    } catch (error) {
      const { code, message, hint, retryable } = this.toWireError(error);
      void send({ type: 'error', id, code, message, hint, retryable });
    }
    if (this.calls.get(id) === controller) {
      this.calls.delete(id);
    }
  }

  private handler(method: string): (params: unknown, call: Call<HostMethod>) => Promise<unknown> {
    if (!Object.hasOwn(this.handlers, method)) {
      throw new Error(`The viewer asked for “${method}”, which this version does not know.`);
    }
    // The map is typed by method; a name that came over the wire can only be looked up untyped.
    return this.handlers[method as HostMethod] as (
      params: unknown,
      call: Call<HostMethod>,
    ) => Promise<unknown>;
  }
}

export interface RequestOptions<M extends HostMethod> {
  /** Aborting rejects the request at once with code `cancelled` and tells the host to stop. */
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((body: Progress<M>) => void) | undefined;
}

interface Pending {
  resolve(result: unknown): void;
  reject(error: RemoteError): void;
  onProgress(body: unknown): void;
}

/** The webview's half. Say {@link ready} once every listener is in place, then ask. */
export class WebviewClient {
  private readonly pending = new Map<number, Pending>();
  private readonly listeners = new Map<string, Set<(body: never) => void>>();
  private readonly unsubscribe: () => void;
  private nextId = 1;

  constructor(private readonly port: Port) {
    this.unsubscribe = port.onMessage((message) => {
      this.receive(message);
    });
  }

  ready(): void {
    void this.port.post({ type: 'ready' });
  }

  /** @throws RemoteError with what the host answered, or `cancelled` after an abort. */
  request<M extends HostMethod>(
    method: M,
    params: Params<M>,
    { signal, onProgress }: RequestOptions<M> = {},
  ): Promise<Result<M>> {
    return new Promise<Result<M>>((resolve, reject) => {
      if (signal?.aborted) {
        reject(cancelledError());
        return;
      }
      const id = this.nextId++;
      const onAbort = (): void => {
        void this.port.post({ type: 'cancel', id });
        this.take(id)?.reject(cancelledError());
      };
      const settle = (): void => {
        signal?.removeEventListener('abort', onAbort);
      };
      this.pending.set(id, {
        resolve: (result) => {
          settle();
          resolve(result as HostMethods[M][1]);
        },
        reject: (error) => {
          settle();
          reject(error);
        },
        onProgress: (body) => onProgress?.(body as Progress<M>),
      });
      signal?.addEventListener('abort', onAbort, { once: true });
      void this.port.post({ type: 'request', id, method, params });
    });
  }

  /** Returns a function that ends the subscription. */
  on<E extends HostEvent>(name: E, listener: (body: HostEvents[E]) => void): () => void {
    const listeners = this.listeners.get(name) ?? new Set();
    this.listeners.set(name, listeners.add(listener));
    return () => {
      listeners.delete(listener);
    };
  }

  /** Ends the client; whatever is under way is cancelled. */
  dispose(): void {
    this.unsubscribe();
    for (const id of [...this.pending.keys()]) {
      void this.port.post({ type: 'cancel', id });
      this.take(id)?.reject(cancelledError());
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
      this.take(message.id)?.reject(new RemoteError(message));
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

function cancelledError(): RemoteError {
  return new RemoteError({
    code: 'cancelled',
    message: 'Cancelled.',
    hint: undefined,
    retryable: false,
  });
}

/** Both ends are ours; this only keeps out what other code posts to the same window. */
function isMessage(value: unknown): value is Message {
  return typeof value === 'object' && value !== null && 'type' in value;
}
