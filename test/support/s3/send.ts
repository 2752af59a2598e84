import type { ServerResponse } from 'node:http';
import type { ObjectBody } from './objects';

/** Small enough that little is read in vain when the client goes away in the middle. */
const chunkBytes = 64 * 1024;

/** Writes one chunk and waits until it has left the process; false once the client is gone. */
export function writeChunk(response: ServerResponse, chunk: Uint8Array): Promise<boolean> {
  return new Promise((resolve) => {
    const done = (sent: boolean): void => {
      response.off('close', gone);
      resolve(sent);
    };
    const gone = (): void => done(false);
    response.once('close', gone);
    response.write(chunk, (error) => done(error === undefined || error === null));
  });
}

/**
 * Sends `length` bytes from `start`, reading ahead no further than one chunk, and stops when the
 * client disconnects. `onSent` is told of bytes handed to the network.
 */
export async function sendBody(
  response: ServerResponse,
  source: ObjectBody,
  start: number,
  length: number,
  onSent: (bytes: number) => void,
): Promise<void> {
  for (let sent = 0; sent < length && !response.destroyed;) {
    const size = Math.min(chunkBytes, length - sent);
    const chunk = await source.read(start + sent, size);
    if (chunk.length !== size) {
      throw new Error(`The object gave ${chunk.length} bytes where ${size} were asked for.`);
    }
    if (!(await writeChunk(response, chunk))) {
      return;
    }
    sent += size;
    onSent(size);
  }
}
