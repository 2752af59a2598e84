import type { ClientRequest } from 'node:http';
import type { HttpRequest } from '../../core/bytes/http';

/** What is handed to the socket at a time, so that progress is seen and a refusal ends the sending. */
const SLICE = 256 * 1024;

/** How long to wait for `100 Continue`; a server that knows nothing of it says nothing (RFC 9110, 10.1.1). */
const CONTINUE_MS = 1000;

/**
 * Sends the body of a request at the pace of the network. An answer that comes before the end (a refusal) ends it:
 * the rest is not sent, and the connection is closed once the answer is read.
 */
export function sendBody(
  sent: ClientRequest,
  { body, headers, onSent = () => undefined }: Pick<HttpRequest, 'body' | 'headers' | 'onSent'>,
): void {
  if (body === undefined || body.length === 0) {
    sent.end();
    return;
  }
  if (!sent.headersSent && !sent.hasHeader('content-length')) {
    sent.setHeader('content-length', body.length);
  }
  let position = 0;
  let stopped = false;
  let waiting: NodeJS.Timeout | undefined;

  const go = (): void => {
    clearTimeout(waiting);
    waiting = undefined;
    while (!stopped && position < body.length) {
      const end = Math.min(body.length, position + SLICE);
      const more = sent.write(body.subarray(position, end), (error) => {
        if (error === undefined || error === null) {
          onSent(end);
        }
      });
      position = end;
      if (!more) {
        sent.once('drain', go);
        return;
      }
    }
    if (!stopped) {
      stopped = true;
      sent.end();
    }
  };

  sent.once('response', (message) => {
    clearTimeout(waiting);
    if (!stopped) {
      stopped = true;
      message.once('close', () => sent.destroy());
    }
  });
  sent.once('close', () => {
    clearTimeout(waiting);
    stopped = true;
  });
  if (headers['expect'] === '100-continue') {
    sent.once('continue', go);
    waiting = setTimeout(go, CONTINUE_MS);
    sent.flushHeaders();
  } else {
    go();
  }
}
