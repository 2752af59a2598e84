/**
 * The envelope of what two ends of a channel tell each other: the extension host and a webview, or the
 * host and the worker of a file. What is inside is typed from a map of methods (`methods.ts`).
 *
 * The client says `ready` first; nothing is sent to it before. Binary payloads are fresh `Uint8Array`s
 * (their buffers may be moved) and never `Buffer`s, which a webview would get as JSON.
 */
export interface RequestMessage {
  readonly type: 'request';
  readonly id: number;
  readonly method: string;
  readonly params: unknown;
}

export interface ReplyMessage {
  readonly type: 'reply';
  readonly id: number;
  readonly result: unknown;
}

export interface ErrorMessage {
  readonly type: 'error';
  readonly id: number;
  readonly code: string;
  readonly message: string;
  readonly hint: string | undefined;
  readonly retryable: boolean;
}

export interface CancelMessage {
  readonly type: 'cancel';
  readonly id: number;
}

/**
 * What a client had to say within one turn, in order. It is taken up within one turn too, so that
 * questions asked together can be answered together.
 */
export interface BatchMessage {
  readonly type: 'batch';
  readonly messages: readonly (RequestMessage | CancelMessage)[];
}

/** Zero or more of these come before the reply of a request that reports on its way. */
export interface ProgressMessage {
  readonly type: 'progress';
  readonly id: number;
  readonly body: unknown;
}

export interface EventMessage {
  readonly type: 'event';
  readonly name: string;
  readonly body: unknown;
}

export interface ReadyMessage {
  readonly type: 'ready';
}

export type Message =
  | RequestMessage
  | ReplyMessage
  | ErrorMessage
  | CancelMessage
  | BatchMessage
  | ProgressMessage
  | EventMessage
  | ReadyMessage;
