import type { Message } from '../../../src/protocol/messages';
import type { Port } from '../../../src/protocol/rpc';

/** One end of a channel in memory, with what was posted into it. */
export interface End extends Port {
  readonly posted: Message[];
  listeners: number;
}

/** Two connected ends. Messages are copied and arrive later, as they do between two processes. */
export function channel(): { readonly host: End; readonly webview: End } {
  const toHost = new Set<(message: unknown) => void>();
  const toWebview = new Set<(message: unknown) => void>();
  return { host: end(toWebview, toHost), webview: end(toHost, toWebview) };
}

/** Lets everything that is under way arrive. */
export async function settled(): Promise<void> {
  await new Promise((resolve) => setImmediate(resolve));
}

function end(
  out: ReadonlySet<(message: unknown) => void>,
  incoming: Set<(message: unknown) => void>,
): End {
  const made: End = {
    posted: [],
    listeners: 0,
    post: (message) => {
      made.posted.push(message);
      const copy = structuredClone(message);
      queueMicrotask(() => {
        out.forEach((listener) => listener(copy));
      });
    },
    onMessage: (listener) => {
      incoming.add(listener);
      made.listeners += 1;
      return () => {
        incoming.delete(listener);
        made.listeners -= 1;
      };
    },
  };
  return made;
}
