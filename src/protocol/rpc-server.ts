import type { Message, RequestMessage } from './messages';
import { isMessage, type MethodMap, type Port, type WireError } from './wire';

/** What a handler knows of the request it answers. */
export interface RpcCall<Progress> {
  /** Aborts when the client cancels, is loaded anew, or goes away. */
  readonly signal: AbortSignal;
  /**
   * Reports on the way; does nothing once the request has been answered or cancelled. Resolves when the
   * client has the report: who has newer ones meanwhile can leave out those in between.
   */
  readonly progress: (body: Progress) => Promise<void>;
}

export type RpcHandlers<M extends MethodMap<M>> = {
  readonly [K in keyof M]: (params: M[K][0], call: RpcCall<M[K][2]>) => Promise<M[K][1]>;
};

type AnyHandler = (params: unknown, call: RpcCall<unknown>) => Promise<unknown>;

/**
 * The half that answers: every request of one client, with a result or an error.
 *
 * A client that is loaded anew (a webview that was hidden) counts its requests from the start, so each
 * `ready` begins a new life: what the earlier one asked for is aborted and never answered.
 */
export class RpcServer<M extends MethodMap<M>, E> {
  private readonly calls = new Map<number, AbortController>();
  private readonly unsubscribe: () => void;
  private listening = false;

  /**
   * @param toWireError how a thrown value travels; it must not throw itself.
   * @param onReady called at each `ready`, to emit the state a fresh client has to know.
   */
  constructor(
    private readonly port: Port,
    private readonly handlers: RpcHandlers<M>,
    private readonly toWireError: (error: unknown) => WireError,
    private readonly onReady: () => void = () => undefined,
  ) {
    this.unsubscribe = port.onMessage((message) => {
      this.receive(message);
    });
  }

  /** Sends an event. Before `ready` nobody listens, and nothing is sent. */
  emit<N extends keyof E & string>(name: N, body: E[N]): void {
    if (this.listening) {
      void this.port.post({ type: 'event', name, body });
    }
  }

  /** The client is gone (a hidden webview ends its page): aborts what it asked for, until `ready`. */
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
    } else if (message.type === 'batch' && Array.isArray(message.messages)) {
      for (const each of message.messages) {
        this.receive(each);
      }
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

  private handler(method: string): AnyHandler {
    if (!Object.hasOwn(this.handlers, method)) {
      throw new Error(`The viewer asked for “${method}”, which this version does not know.`);
    }
    // The map is typed by method; a name that came over the wire can only be looked up untyped.
    return (this.handlers as Record<string, unknown>)[method] as AnyHandler;
  }
}
