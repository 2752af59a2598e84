/**
 * The typed messages between the extension host and a webview. Both sides are typed from one map of
 * methods (`methods.ts`); this file is the envelope.
 *
 * The webview says `ready` first; nothing is sent to it before. Binary payloads are fresh
 * `Uint8Array`s (VS Code moves their buffers) and never `Buffer`s, which would arrive as JSON.
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
  | ProgressMessage
  | EventMessage
  | ReadyMessage;
