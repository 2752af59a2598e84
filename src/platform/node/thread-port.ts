import type { TransferListItem } from 'node:worker_threads';

/** A `MessagePort` or a `Worker`, as far as messages go. */
export interface ThreadEnd {
  postMessage(message: unknown, transfer: readonly TransferListItem[]): void;
  on(event: 'message', listener: (message: unknown) => void): unknown;
  off(event: 'message', listener: (message: unknown) => void): unknown;
}

export interface ThreadPort {
  /** Byte arrays that own their buffer are moved, not copied: the sender has them no longer. */
  post(message: unknown): void;
  /** Returns a function that ends the subscription. */
  onMessage(listener: (message: unknown) => void): () => void;
}

export function threadPort(end: ThreadEnd): ThreadPort {
  return {
    post: (message) => {
      const buffers = new Set<ArrayBuffer>();
      collectBuffers(message, buffers);
      end.postMessage(message, [...buffers]);
    },
    onMessage: (listener) => {
      end.on('message', listener);
      return () => {
        end.off('message', listener);
      };
    },
  };
}

function collectBuffers(value: unknown, into: Set<ArrayBuffer>): void {
  if (typeof value !== 'object' || value === null) {
    return;
  }
  if (value instanceof Uint8Array) {
    if (value.buffer instanceof ArrayBuffer && value.byteLength === value.buffer.byteLength) {
      into.add(value.buffer);
    }
    return;
  }
  for (const each of Array.isArray(value) ? value : Object.values(value)) {
    collectBuffers(each, into);
  }
}
